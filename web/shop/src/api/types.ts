/**
 * Shapes of the shop's HTTP interface, read from the generated client: a change of the server that the pages do not
 * follow stops the build. Ids are prefixed words, money is whole fen, instants are ISO-8601 in UTC.
 */

import type { paths } from '../../../client/api'

/** What a call answers when it is well. */
export type Answer<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends {
  responses: infer R
}
  ? R extends
      | { 200: { content: { 'application/json': infer T } } }
      | { 201: { content: { 'application/json': infer T } } }
    ? T
    : never
  : never

/** What a call sends. */
export type Given<P extends keyof paths, M extends keyof paths[P]> = paths[P][M] extends {
  requestBody: { content: { 'application/json': infer T } }
}
  ? T
  : never

export interface Page<T> {
  items: T[]
  next_cursor: string | null
}

export type Shop = Answer<'/api/shop/shop', 'get'>
export type JsConfig = Answer<'/api/shop/wechat/js-config', 'get'>
export type Home = Answer<'/api/shop/home', 'get'>
export type Category = Answer<'/api/shop/categories', 'get'>['items'][number]

export type ProductCard = Answer<'/api/shop/products', 'get'>['items'][number]
export type Product = Answer<'/api/shop/products/{product_id}', 'get'>
export type Sku = Product['skus'][number]
export type ReturnPolicy = Product['return_policy']

export type Cart = Answer<'/api/shop/cart', 'get'>
export type CartLine = Cart['lines'][number]
export type Quote = Answer<'/api/shop/quotes', 'post'>
export type PlaceOrder = Given<'/api/shop/orders', 'post'>
export type Placed = Answer<'/api/shop/orders', 'post'>

export type OrderCard = Answer<'/api/shop/orders', 'get'>['items'][number]
export type OrderAction = OrderCard['actions'][number]
export type OrderTab = 'all' | 'awaiting_payment' | 'forming' | 'to_ship' | 'shipped' | 'completed' | 'refunding'
export type OrderCounts = Answer<'/api/shop/orders/counts', 'get'>
export type Order = Answer<'/api/shop/orders/{order_id}', 'get'>
export type OrderLine = Order['lines'][number]
export type OrderRefund = Order['refunds'][number]
export type Asked = Answer<'/api/shop/orders/{order_id}/refunds', 'post'>
export type RefundLine = Given<'/api/shop/orders/{order_id}/refunds', 'post'>['lines'][number]

export type CaseOfOrder = Answer<'/api/shop/aftersales', 'get'>['items'][number]

export type PayMethod = Given<'/api/shop/orders/{order_id}/pay', 'post'>['method']
export type PayStart = Answer<'/api/shop/orders/{order_id}/pay', 'post'>
export type PaymentState = Answer<'/api/shop/orders/{order_id}/payment', 'get'>

export type Me = Answer<'/api/shop/me', 'get'>
export type Consent = Answer<'/api/shop/me/consents', 'get'>['items'][number]
export type ConsentKind = Consent['kind']
export type SignedIn = Answer<'/api/shop/login/phone', 'post'>
export type ShopperSession = Answer<'/api/shop/me/sessions', 'get'>['items'][number]
export type AddressIn = Given<'/api/shop/addresses', 'post'>
export type Address = Answer<'/api/shop/addresses', 'get'>['items'][number]

/** What a visitor came by; `sharer` only when that person agreed to stand on the share. */
export type Arrival = Answer<'/api/shop/visits', 'post'>

export type InboxItem = Answer<'/api/shop/notices', 'get'>['items'][number]
export type Unread = Answer<'/api/shop/notices/unread', 'get'>
export type NoticePrompt = Answer<'/api/shop/notices/prompt', 'get'>
export type NoticeSwitches = Answer<'/api/shop/notices/settings', 'get'>
export type SubscribeAnswer = Given<'/api/shop/notices/answers', 'post'>['answers'][string]

/** What a page hands on: itself, a product, a campaign, a run of one. */
export type ShareTarget = Given<'/api/shop/shares', 'post'>['target']
export type Share = Answer<'/api/shop/shares', 'post'>
export type CodePage = Answer<'/api/shop/codes/{token}', 'get'>
export type OwnShare = Answer<'/api/shop/shares/mine', 'get'>['items'][number]
export type ShareFigures = Answer<'/api/shop/shares/mine/figures', 'get'>
/** Somebody who came by a share of ours; masked until they agreed to be named. */
export type Comer = Answer<'/api/shop/shares/{share_id}/visitors', 'get'>['items'][number]
