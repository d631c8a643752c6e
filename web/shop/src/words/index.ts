/** The shop's own words. A key missing in English does not compile. */

import type { Language } from '@kit/money'
import { language } from '@/here/display'
import { en } from './en'
import { zh } from './zh-CN'

export type Word = keyof typeof zh

const LANGUAGES = { 'zh-CN': zh, en } as const

type Values = Record<string, string | number>

/** The sentence for a key, its "{name}" places filled from `values`. */
export const t = speaker<Word>(LANGUAGES)

/** The speaker of a folder that brings its own words: a play. */
export function speaker<W extends string>(languages: Record<Language, Record<W, string>>) {
  return (word: W, values: Values = {}): string =>
    languages[language.value][word].replace(/\{(\w+)\}/g, (whole, name: string) =>
      name in values ? String(values[name]) : whole,
    )
}
