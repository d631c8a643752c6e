/**
 * Where the shop is running: in a mini program, in WeChat's browser, in another browser; whose shop it is and where
 * the server answers.
 */

export type Place = 'mini' | 'wechat_browser' | 'phone_browser' | 'browser'

interface Address {
  /** "https://host" of the server; a browser's own. */
  origin: string
  slug: string
}

export function place(): Place {
  // #ifdef MP-WEIXIN
  return 'mini'
  // #endif
  // #ifdef H5
  const agent = navigator.userAgent
  if (/MicroMessenger/i.test(agent)) return 'wechat_browser'
  return /Android|iPhone|iPad|Mobile|HarmonyOS/i.test(agent) ? 'phone_browser' : 'browser'
  // #endif
}

export function address(): Address {
  // #ifdef MP-WEIXIN
  return miniAddress()
  // #endif
  // #ifdef H5
  return browserAddress()
  // #endif
}

/** A third-party platform that publishes one build for many merchants puts the address into ext.json. */
function miniAddress(): Address {
  const given = uni.getExtConfigSync?.() as Partial<Address> | undefined
  return {
    origin: given?.origin ?? import.meta.env.VITE_ORIGIN ?? '',
    slug: given?.slug ?? import.meta.env.VITE_SHOP ?? '',
  }
}

function browserAddress(): Address {
  const slug = /\/s\/([^/]+)\//.exec(location.pathname)?.[1]
  return { origin: location.origin, slug: slug ? decodeURIComponent(slug) : import.meta.env.VITE_SHOP ?? '' }
}

/** An address of ours as an absolute one: pictures come as "/media/…", which would be sought beside the page. */
export function absolute(url: string | null | undefined): string {
  if (!url) return ''
  return url.startsWith('/') ? `${address().origin}${url}` : url
}
