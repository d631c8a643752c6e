/** The ledger, WeChat Pay's keys and its notices. */
import type { Answer, Row } from './shape'

export type Accounts = Answer<'/ledger/accounts'>
export type Statement = Answer<'/ledger/accounts/{account_id}/statement'>
export type StatementRow = Statement['items'][number]
export type WhyStep = Answer<'/ledger/why/{order_id}'>[number]

export type PayAccount = Answer<'/payments/account'>
export type PaymentNotice = Row<'/payments/notices'>
/** A test of keys, WeChat Pay's or an app's. */
export type Check = Answer<'/payments/account/test', 'post'> | Answer<'/settings/wechat-apps/{kind}/test', 'post'>
