/** The ledger, WeChat Pay's keys and its notices. */
import type { Answer, Row } from './shape'

export type Accounts = Answer<'/ledger/accounts'>
export type Statement = Answer<'/ledger/accounts/{account_id}/statement'>
export type StatementRow = Statement['items'][number]
export type WhyStep = Answer<'/ledger/why/{order_id}'>[number]

/** What an order's payment becomes, and when. */
export type Proceeds = Answer<'/orders/{order_id}/proceeds'>

export type PayAccount = Answer<'/payments/account'>
export type PaymentNotice = Row<'/payments/notices'>
/** A test of keys, WeChat Pay's or an app's. */
export type Check = Answer<'/payments/account/test', 'post'> | Answer<'/settings/wechat-apps/{kind}/test', 'post'>

export type MonthSummary = Answer<'/ledger/summary'>

export type ReconciledMonth = Answer<'/reconciliation/month'>
export type ReconciledDay = Answer<'/reconciliation/days/{day}'>
export type ReconciledBill = ReconciledDay['bills'][number]
export type BillState = ReconciledBill['state']
export type Difference = ReconciledDay['items'][number]
export type DifferenceAct = Difference['acts'][number]
export type BillLine = Row<'/reconciliation/days/{day}/lines'>
export type MoneyChain = Answer<'/reconciliation/chain'>
/** Money under the guarantee, one payment or one order's whole story, and who may be given shares. */
export type GuaranteePage = Answer<'/payments/guarantee'>
export type Guarantee = Row<'/payments/guarantee'>
export type GuaranteeDetail = Answer<'/payments/guarantee/{order_id}'>
export type ShareReceivers = Answer<'/payments/receivers'>
export type ShareReceiver = ShareReceivers['items'][number]
