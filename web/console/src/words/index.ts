/**
 * Words stand beside the page that says them (`words.ts` in its folder), Chinese first and English complete: the type of
 * the English is the shape of the Chinese, so a missing sentence does not compile.
 */
import { createI18n } from 'vue-i18n'

import { speak } from '@/transport/request'

import { en, zh } from './shared'

export type Language = 'zh-CN' | 'en'
export type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> }
export type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}`
}[keyof T & string]

export interface Words<T> {
  'zh-CN': T
  en: Shape<T>
}
export type Say<T> = (key: Leaves<T> | Leaves<typeof zh>, values?: Record<string, unknown>) => string

export function words<const T extends object>(chinese: T, english: Shape<T>): Words<T> {
  return { 'zh-CN': chinese, en: english }
}

const KEPT_AS = 'lianyi.language'
const kept = localStorage.getItem(KEPT_AS)
const first: Language = kept === 'en' || kept === 'zh-CN' ? kept : navigator.language.startsWith('zh') ? 'zh-CN' : 'en'

export const i18n = createI18n({
  legacy: false,
  locale: first,
  fallbackLocale: 'zh-CN',
  missingWarn: false,
  fallbackWarn: false,
  messages: { 'zh-CN': zh, en } as Record<string, typeof zh>,
})

document.documentElement.lang = first

export function language(): Language {
  return i18n.global.locale.value as Language
}

export function setLanguage(next: Language): void {
  i18n.global.locale.value = next
  localStorage.setItem(KEPT_AS, next)
  document.documentElement.lang = next
  speak(next)
}

const scopes = new WeakMap<object, string>()
let scopesMade = 0

/** Each set of words gets a place of its own among the messages, the first time it is used. */
function scopeOf(own: Words<unknown>): string {
  const known = scopes.get(own)
  if (known) return known
  const scope = `page${++scopesMade}`
  scopes.set(own, scope)
  for (const tongue of ['zh-CN', 'en'] as const) i18n.global.mergeLocaleMessage(tongue, { [scope]: own[tongue] })
  return scope
}

/** Words of a page or part; what it does not say itself is looked up among the shared ones. */
export function useWords<T extends object>(own: Words<T>): Say<T> {
  const scope = scopeOf(own)
  const { t, te } = i18n.global
  return (key, values) => {
    const scoped = `${scope}.${key}`
    return te(scoped) || te(scoped, 'zh-CN') ? t(scoped, values ?? {}) : t(key, values ?? {})
  }
}

/** Shared words only, also outside of components. */
export const say: Say<object> = (key, values) => i18n.global.t(key, values ?? {})

/** The word for a state or kind the server names; the name itself when we have no word, so that nothing is hidden. */
export function named(kind: string, name: string | null | undefined): string {
  if (!name) return ''
  const key = `${kind}.${name}`
  return i18n.global.te(key) || i18n.global.te(key, 'zh-CN') ? i18n.global.t(key) : name
}
