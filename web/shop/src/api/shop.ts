import { get } from './request'
import type { Category, Home, JsConfig, Shop } from './types'

export const readShop = () => get<Shop>('/shop')
export const readHome = () => get<Home>('/home')
export const readCategories = () => get<{ items: Category[] }>('/categories')

/** Terms or privacy policy as Markdown, in the reader's language. */
export const readDocument = (kind: 'terms' | 'privacy') =>
  get<{ kind: string; version: string; body: string }>(`/documents/${kind}`)

/** The signature with which WeChat's script trusts the page at `url` (without what follows the hash). */
export const readJsConfig = (url: string) => get<JsConfig>('/wechat/js-config', { url })
