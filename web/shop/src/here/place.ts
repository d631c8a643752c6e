/**
 * Where the shop is running: in a mini program, in WeChat's browser, in another browser; whose shop it is and where
 * the server answers.
 */

import { ref } from 'vue'

export type Place = 'mini' | 'wechat_browser' | 'phone_browser' | 'browser'

/** How the server names the place; see the verdicts of plays. */
export type Channel = 'mini' | 'wechat_h5' | 'h5'

interface Address {
  /** "https://host" of the server; a browser's own. */
  origin: string
  slug: string
}

// A phone of the sandbox shows the shop in a frame and names the frame after its person: the name outlives every page.
const PHONE = /^MicroMessenger (p_\w+)$/
const sandboxed = ref(false)

/** Whose phone of the sandbox this frame says it is; "" anywhere else. Believed only by what is harmless. */
export function phoneOf(): string {
  // #ifdef H5
  return PHONE.exec(window.name)?.[1] ?? ''
  // #endif
  // #ifndef H5
  return ''
  // #endif
}

/** The shop has answered whether the sandbox plays WeChat: only then is a frame's name taken for WeChat's browser. */
export function learnSandbox(plays: boolean): void {
  sandboxed.value = plays
}

export function place(): Place {
  // #ifdef MP-WEIXIN
  return 'mini'
  // #endif
  // #ifdef H5
  if (sandboxed.value && phoneOf()) return 'wechat_browser'
  const agent = navigator.userAgent
  if (/MicroMessenger/i.test(agent)) return 'wechat_browser'
  return /Android|iPhone|iPad|Mobile|HarmonyOS/i.test(agent) ? 'phone_browser' : 'browser'
  // #endif
}

export function channel(): Channel {
  const here = place()
  if (here === 'mini') return 'mini'
  return here === 'wechat_browser' ? 'wechat_h5' : 'h5'
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
