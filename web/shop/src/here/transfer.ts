/**
 * Taking a transfer of the merchant: WeChat shows its own page and the person confirms there. What the call answers is
 * only what the person pressed; whether the money has come says the server.
 */

import { place } from './place'
// #ifdef H5
import { weChat } from './wechat'
// #endif

/** What WeChat wants to know, as the server hands it on: no signature of ours. */
export interface Transfer {
  mch_id: string
  app_id: string
  package: string
}

/** "asked": confirmed, ask the server; "cancelled": closed without; "failed": WeChat did not show it; "elsewhere": not here. */
export type TransferOutcome = 'asked' | 'cancelled' | 'failed' | 'elsewhere'

/** Confirming is WeChat's: in a mini program and in its own browser, nowhere else. */
export const canConfirmHere = (): boolean => place() === 'mini' || place() === 'wechat_browser'

export async function confirmTransfer(transfer: Transfer): Promise<TransferOutcome> {
  // #ifdef MP-WEIXIN
  return inMini(transfer)
  // #endif
  // #ifdef H5
  return inBrowser(transfer)
  // #endif
}

// #ifdef MP-WEIXIN
interface MiniCall {
  requestMerchantTransfer?(call: {
    mchId: string
    appId: string
    package: string
    success: () => void
    fail: (why: { errMsg: string }) => void
  }): void
}

declare const wx: MiniCall

function inMini({ mch_id, app_id, package: given }: Transfer): Promise<TransferOutcome> {
  return new Promise((resolve) => {
    if (!wx.requestMerchantTransfer) {
      resolve('elsewhere') // a base library before 3.3.0
      return
    }
    wx.requestMerchantTransfer({
      mchId: mch_id,
      appId: app_id,
      package: given,
      success: () => resolve('asked'),
      fail: ({ errMsg }) => resolve(/cancel/i.test(errMsg) ? 'cancelled' : 'failed'),
    })
  })
}
// #endif

// #ifdef H5
interface Bridge {
  invoke(name: string, params: object, done: (result: { err_msg: string }) => void): void
}

async function inBrowser({ mch_id, app_id, package: given }: Transfer): Promise<TransferOutcome> {
  if (!canConfirmHere()) return 'elsewhere'
  await weChat() // a phone of the sandbox brings its bridge with the script
  const bridge = (window as unknown as { WeixinJSBridge?: Bridge }).WeixinJSBridge
  if (!bridge) return 'elsewhere'
  return new Promise((resolve) => {
    const asked = { mchId: mch_id, appId: app_id, package: given }
    bridge.invoke('requestMerchantTransfer', asked, ({ err_msg }) => resolve(outcomeOf(err_msg)))
  })
}

/** "requestMerchantTransfer:ok", ":cancel" or ":fail …". */
export function outcomeOf(said: string): TransferOutcome {
  if (/:ok$/.test(said)) return 'asked'
  return /:cancel/.test(said) ? 'cancelled' : 'failed'
}
// #endif
