/** Ways between the pages. */

import type { Query } from '@/api/request'

export const TABS = ['/pages/home/index', '/pages/category/index', '/pages/cart/index', '/pages/me/index']

function address(path: string, query: Query): string {
  const pairs = Object.entries(query)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
  return pairs.length ? `${path}?${pairs.join('&')}` : path
}

export function go(path: string, query: Query = {}): void {
  if (TABS.includes(path)) uni.switchTab({ url: path })
  else uni.navigateTo({ url: address(path, query) })
}

/** Opens a page as the server names it: without a leading slash, its query behind it. */
export function goTo(page: string): void {
  const [path, query = ''] = page.split('?')
  const pairs = query.split('&').filter(Boolean).map((pair) => {
    const [name = '', value = ''] = pair.split('=')
    return [name, decodeURIComponent(value)] as const
  })
  go(`/${path}`, Object.fromEntries(pairs))
}

/** Goes on without leaving the present page behind: after placing, paying, signing in. */
export function goInstead(path: string, query: Query = {}): void {
  if (TABS.includes(path)) uni.switchTab({ url: path })
  else uni.redirectTo({ url: address(path, query) })
}

export function goBack(): void {
  if (getCurrentPages().length > 1) uni.navigateBack()
  else uni.switchTab({ url: TABS[0]! })
}

export function toSignIn(): void {
  const pages = getCurrentPages()
  if (pages[pages.length - 1]?.route === 'pages/login/index') return
  uni.navigateTo({ url: '/pages/login/index' })
}

/**
 * Follows a link the merchant wrote on a banner: a product, a category or a search of this shop. Anything else is not
 * followed.
 */
export function follow(link: string | null): void {
  const found = /^\/?(?:(products?)\/(prd_\w+)|(categor(?:y|ies))\/(cat_\w+)|search\?q=(.+))$/.exec(link ?? '')
  if (!found) return
  if (found[2]) go('/pages/product/index', { id: found[2] })
  else if (found[4]) go('/pages/search/index', { category_id: found[4] })
  else if (found[5]) go('/pages/search/index', { q: decodeURIComponent(found[5]) })
}
