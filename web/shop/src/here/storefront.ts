/** The shop we are in: its name, its colour, its licence. Read once, kept for the next start. */

import { computed, ref } from 'vue'
import { accentFrom } from '@kit/contrast'
import { readShop } from '@/api/shop'
import type { Shop } from '@/api/types'
import { keep, kept } from './kept'
import { learnSandbox } from './place'

const known = ref<Shop | null>(kept<Shop | null>('shop', null))
learnSandbox(Boolean(known.value?.sandbox_pay_url))
let asked: Promise<Shop> | null = null

export const shop = computed<Shop | null>(() => known.value)

/** Inline custom properties for the root of a screen: the tenant's colour in place of ours. */
export const theme = computed<string>(() => {
  const tone = accentFrom(known.value?.theme_color)
  return `--ly-accent:${tone.accent};--ly-accent-strong:${tone.strong};--ly-accent-wash:${tone.wash}`
})

export const accent = computed<string>(() => accentFrom(known.value?.theme_color).strong)

export function loadShop(): Promise<Shop> {
  asked ??= readShop().then(
    (found) => {
      known.value = found
      learnSandbox(Boolean(found.sandbox_pay_url))
      keep('shop', found)
      return found
    },
    (caught) => {
      asked = null
      throw caught
    },
  )
  return asked
}
