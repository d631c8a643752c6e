/** Orders, parcels and refunds. */
import type { ReturnPolicy } from './goods'
import type { Answer, Narrow, Row } from './shape'

type Told = Answer<'/orders/{order_id}'>

type OrderState = 'awaiting_payment' | 'forming' | 'to_ship' | 'shipped' | 'received' | 'completed' | 'closed'
export type RefundState = 'requested' | 'processing' | 'succeeded' | 'failed' | 'rejected' | 'withdrawn'

export type OrderRow = Narrow<Row<'/orders'>, { state: OrderState; refund_state: RefundState | null }>
export type OrderLine = Narrow<Told['lines'][number], { return_policy: ReturnPolicy }>
export type Parcel = Narrow<Told['parcels'][number], { wechat_state: 'pending' | 'uploaded' | 'failed' | 'not_needed' }>
type OrderRefund = Narrow<Told['refunds'][number], { state: RefundState }>
export type OrderEvent = Told['history'][number]
export type Order = Narrow<Told, { state: OrderState; lines: OrderLine[]; parcels: Parcel[]; refunds: OrderRefund[] }>

export type Receiver = Answer<'/orders/{order_id}/reveal', 'post'>
export type Carrier = Row<'/carriers'>
export type RefundRow = Narrow<Row<'/refunds'>, { state: RefundState }>
