/** Language and large type, chosen on this device and kept with the person once signed in. */

import { computed, ref } from 'vue'
import type { Language } from '@kit/money'
import { keep, kept } from './kept'

function systemLanguage(): Language {
  return uni.getSystemInfoSync().language?.toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
}

const chosen = ref<Language | null>(kept<Language | null>('language', null))
const large = ref<boolean>(kept('elder', false))

export const language = computed<Language>(() => chosen.value ?? systemLanguage())
export const elder = computed<boolean>(() => large.value)

export function chooseLanguage(value: Language): void {
  chosen.value = value
  keep('language', value)
}

export function chooseElder(value: boolean): void {
  large.value = value
  keep('elder', value)
}
