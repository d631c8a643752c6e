/** The tab bar: its names in the reader's language, and how many pieces wait in the cart. */

import { onShow } from '@dcloudio/uni-app'
import { ref, watch } from 'vue'
import type { Cart } from '@/api/types'
import { t } from '@/words'
import { language } from './display'

const WORDS = ['tab.home', 'tab.category', 'tab.cart', 'tab.me'] as const
const CART = 2

const pieces = ref(0)

export function learnCart(cart: Cart): void {
  pieces.value = cart.lines.reduce((sum, line) => sum + line.quantity, 0)
}

export function basketPieces(): number {
  return pieces.value
}

/** For the tab pages: only on them may the bar be changed. */
export function useTabs(): void {
  onShow(dress)
  watch([pieces, language], dress)
}

function dress(): void {
  const quiet = { fail: () => undefined } // another page has come in front meanwhile
  WORDS.forEach((word, index) => uni.setTabBarItem({ index, text: t(word), ...quiet }))
  if (pieces.value > 0) {
    uni.setTabBarBadge({ index: CART, text: pieces.value > 99 ? '99+' : String(pieces.value), ...quiet })
  } else {
    uni.removeTabBarBadge({ index: CART, ...quiet })
  }
}
