/**
 * WeChat around a page of its browser: the script it brings, told who we are. Where the sandbox plays WeChat the script
 * is the sandbox's and speaks to the phone around the frame; the pages cannot tell the two apart.
 */

// #ifdef H5
import { readJsConfig } from '@/api/shop'
import { place } from './place'
import { loadShop } from './storefront'

export interface ShareData {
  title: string
  desc?: string
  link: string
  imgUrl: string
  success?: () => void
}

/** What we use of jweixin 1.6.0. */
export interface WeChat {
  config(options: object): void
  ready(done: () => void): void
  error(failed: (why: { errMsg: string }) => void): void
  updateAppMessageShareData(data: ShareData): void
  updateTimelineShareData(data: Omit<ShareData, 'desc'>): void
  previewImage(data: { current: string; urls: string[] }): void
}

const APIS = ['updateAppMessageShareData', 'updateTimelineShareData', 'chooseWXPay', 'previewImage']
const OPEN_TAGS = ['wx-open-launch-weapp', 'wx-open-subscribe']
const PATIENCE_MS = 8000
const SIGNED_ANEW_MAX = 3

// An iPhone's WeChat checks the signature against the address it first opened, an Android's against the present one.
const entered_at = location.href
let told: Promise<WeChat | null> | null = null

/** WeChat ready for its calls; null outside its browser, without an official account, or when it refuses us. */
export function weChat(): Promise<WeChat | null> {
  told ??= tell()
    .catch(() => null)
    .then((wx) => {
      if (!wx) told = null // a cut or slow line: asked again by the next page
      return wx
    })
  return told
}

async function tell(): Promise<WeChat | null> {
  const shop = await loadShop()
  if (place() !== 'wechat_browser' || !shop.wechat.official_appid) return null
  const wx = await scriptFrom(shop.wechat.jssdk_url)
  const signed = await signHere()
  return new Promise((resolve) => {
    wx.ready(() => resolve(wx))
    wx.error(() => resolve(null))
    setTimeout(() => resolve(null), PATIENCE_MS)
    wx.config({
      debug: false,
      appId: signed.app_id,
      timestamp: signed.timestamp,
      nonceStr: signed.nonce_str,
      signature: signed.signature,
      jsApiList: APIS,
      openTagList: OPEN_TAGS,
    })
  })
}

/** The address may change while the server signs it: who comes back from signing in loses the code behind it. */
async function signHere(): ReturnType<typeof readJsConfig> {
  let at = signedAddress()
  let signed = await readJsConfig(at)
  for (let again = 0; again < SIGNED_ANEW_MAX && signedAddress() !== at; again += 1) {
    at = signedAddress()
    signed = await readJsConfig(at)
  }
  return signed
}

function signedAddress(): string {
  const at = /iPhone|iPad/i.test(navigator.userAgent) ? entered_at : location.href
  return at.split('#')[0]!
}

function scriptFrom(url: string): Promise<WeChat> {
  const held = (): WeChat | undefined => (window as unknown as { wx?: WeChat }).wx
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    const give = (): void => {
      const wx = held()
      if (wx) resolve(wx)
      else reject(new Error('the script of WeChat brought nothing'))
    }
    script.src = url
    script.onload = give
    script.onerror = () => reject(new Error('the script of WeChat did not come'))
    setTimeout(() => reject(new Error('the script of WeChat is too slow')), PATIENCE_MS)
    document.head.appendChild(script)
  })
}
// #endif
