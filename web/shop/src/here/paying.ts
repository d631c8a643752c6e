/** Paying by what the place allows: WeChat's own sheet where there is one, else a page or a code. */

import type { PayMethod, PayStart, Shop } from '@/api/types'
import { place } from './place'

type PayParams = NonNullable<PayStart['params']>
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
export async function handOver(started: PayStart): Promise<PayOutcome> {
  // #ifdef MP-WEIXIN
  if (started.params) return requestPayment(started.params)
  // #endif
  // #ifdef H5
  if (started.method === 'official' && started.params) return bridgePayment(started.params)
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

function bridgePayment(params: PayParams): Promise<PayOutcome> {
  return new Promise((resolve) => {
    const invoke = (): void => {
      const bridge = (window as unknown as { WeixinJSBridge: Bridge }).WeixinJSBridge
      bridge.invoke('getBrandWCPayRequest', params, ({ err_msg }) =>
        resolve(err_msg === 'get_brand_wcpay_request:ok' ? 'asked' : 'cancelled'),
      )
    }
    if ('WeixinJSBridge' in window) invoke()
    else document.addEventListener('WeixinJSBridgeReady', invoke, { once: true })
  })
}
// #endif
