/** How many pieces wait in the cart, on the tab bar's badge. */

import { ref } from 'vue'
import type { Cart } from '@/api/types'

const TAB = 2
const pieces = ref(0)

export function learnCart(cart: Cart): void {
  pieces.value = cart.lines.reduce((sum, line) => sum + line.quantity, 0)
  showBasket()
}

export function basketPieces(): number {
  return pieces.value
}

/** Works on tab pages only; elsewhere the bar is not there and the call is let go. */
export function showBasket(): void {
  const quiet = { fail: () => undefined }
  if (pieces.value > 0) {
    uni.setTabBarBadge({ index: TAB, text: pieces.value > 99 ? '99+' : String(pieces.value), ...quiet })
  } else {
    uni.removeTabBarBadge({ index: TAB, ...quiet })
  }
}
