/** The shop's own words. A key missing in English does not compile. */

import { language } from '@/here/display'
import { en } from './en'
import { zh } from './zh-CN'

export type Word = keyof typeof zh

const LANGUAGES = { 'zh-CN': zh, en } as const

/** The sentence for a key, its "{name}" places filled from `values`. */
export function t(word: Word, values: Record<string, string | number> = {}): string {
  return LANGUAGES[language.value][word].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in values ? String(values[name]) : whole,
  )
}
