/** Paying by what the place allows: WeChat's own sheet where there is one, else a page or a code. */

import type { PayMethod, PayStart, Shop } from '@/api/types'
import { place } from './place'
// #ifdef H5
import { weChat } from './wechat'
// #endif

type PayParams = NonNullable<PayStart['params']>
/** Where the sandbox plays WeChat: its address, and the page of ours it comes back to. */
interface Sandbox {
  url: string
  return_url: string
}

export type PayOutcome = 'asked' | 'cancelled' | 'left' | 'code'

/** The method for this place; the sandbox's cashier stands in for WeChat in an ordinary browser. */
export function methodHere(shop: Shop): PayMethod {
  const here = place()
  if (here === 'mini') return 'mini'
  if (here === 'wechat_browser') return 'official'
  if (shop.sandbox_pay_url) return 'browser'
  const wanted: PayMethod = here === 'phone_browser' ? 'h5' : 'native'
  return shop.pay_methods.includes(wanted) ? wanted : 'native'
}

/**
 * Hands over to WeChat. "asked": the sheet said yes, ask the server for the truth; "left": the browser goes to another
 * page and comes back to the address given at the start; "code": a code is to be scanned.
 */
export async function handOver(started: PayStart, sandbox: Sandbox | null): Promise<PayOutcome> {
  // #ifdef MP-WEIXIN
  if (started.params) return requestPayment(started.params)
  // #endif
  // #ifdef H5
  if (started.method === 'official' && started.params) return bridgePayment(started.params, sandbox)
  const page = started.cashier_url ?? started.h5_url
  if (page) {
    location.href = page
    return 'left'
  }
  // #endif
  return started.code_url ? 'code' : 'cancelled'
}

// #ifdef MP-WEIXIN
function requestPayment(params: PayParams): Promise<PayOutcome> {
  return new Promise((resolve) => {
    uni.requestPayment({
      provider: 'wxpay',
      orderInfo: '',
      ...params,
      success: () => resolve('asked'),
      fail: () => resolve('cancelled'),
    })
  })
}
// #endif

// #ifdef H5
interface Bridge {
  invoke(name: string, params: PayParams, done: (result: { err_msg: string }) => void): void
}

const BRIDGE_AFTER_MS = 3000

/** WeChat's browser brings a bridge. Outside the sandbox's phones there is none: its page shows the sheet instead. */
async function bridgePayment(params: PayParams, sandbox: Sandbox | null): Promise<PayOutcome> {
  await weChat() // a phone of the sandbox brings its bridge with the script
  const bridge = await bridgeHere(sandbox !== null)
  if (!bridge) {
    const query = new URLSearchParams({ ...params, redirect_url: sandbox?.return_url ?? '' })
    location.href = `${sandbox?.url ?? ''}/cashier/jsapi?${query}`
    return 'left'
  }
  return new Promise((resolve) => {
    bridge.invoke('getBrandWCPayRequest', params, ({ err_msg }) =>
      resolve(err_msg === 'get_brand_wcpay_request:ok' ? 'asked' : 'cancelled'),
    )
  })
}

/** The bridge as soon as it is there; null when it does not come and something else can be done. */
function bridgeHere(impatient: boolean): Promise<Bridge | null> {
  const held = (): Bridge | null => (window as unknown as { WeixinJSBridge?: Bridge }).WeixinJSBridge ?? null
  if (held()) return Promise.resolve(held())
  return new Promise((resolve) => {
    document.addEventListener('WeixinJSBridgeReady', () => resolve(held()), { once: true })
    if (impatient) setTimeout(() => resolve(held()), BRIDGE_AFTER_MS)
  })
}
// #endif
