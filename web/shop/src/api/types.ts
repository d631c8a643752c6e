/** Shapes of the shop's HTTP interface. Ids are prefixed words, money is whole fen, instants are ISO-8601 in UTC. */

export interface Page<T> {
  items: T[]
  next_cursor: string | null
}

export interface Picture {
  url_200: string
  url_480: string
  url_960: string
  width: number
  height: number
  /** A few blurred pixels as a data address, shown until the picture is there. */
  preview: string | null
}

export interface Licence {
  company: string | null
  licence_no: string | null
  icp: string | null
}

export interface Shop {
  id: string
  slug: string
  name: string
  logo_url: string | null
  theme_color: string | null
  contact_phone: string | null
  licence: Licence | null
  terms_version: string
  privacy_version: string
  notice: string | null
  wechat: { mini_appid: string | null; official_appid: string | null }
  pay_methods: PayMethod[]
  sandbox_pay_url: string | null
  server_time: string
}

export type ConsentKind = 'terms' | 'privacy' | 'marketing' | 'personalisation'

export interface Consent {
  kind: ConsentKind
  version: string
  granted: boolean
  at?: string
}

export interface OrderCounts {
  awaiting_payment: number
  to_ship: number
  shipped: number
  refunding: number
}

export interface Me {
  id: string
  nickname: string | null
  avatar_url: string | null
  phone_masked: string | null
  elder_mode: boolean
  personalised: boolean
  consents: Consent[]
}

export interface SignedIn {
  token: string
  expires_at: string
  is_new: boolean
  shopper: Me
}

export interface ShopperSession {
  id: string
  device?: string | null
  created_at: string
  last_seen_at?: string | null
  current: boolean
}

export interface AddressIn {
  name: string
  phone: string
  /** Six digits of GB/T 2260. */
  region_code: string
  province: string
  city: string
  district: string
  detail: string
  postcode?: string | null
  is_default: boolean
}

export interface Address extends AddressIn {
  id: string
}

export type ReturnPolicy = 'yes' | 'excluded_by_law' | 'excluded_by_confirmation'

export interface Category {
  id: string
  name: string
  /** A name of the set in parts/shelfGlyphs.ts, "" for none; a picture of its own comes before it. */
  icon: string
  icon_url: string | null
  children?: Category[]
}

export interface ProductCard {
  id: string
  title: string
  subtitle: string | null
  picture: Picture | null
  price_fen: number
  price_max_fen: number
  market_price_fen: number | null
  tags: string[]
  sold_out: boolean
  sold_count: number
}

export interface Sku {
  id: string
  code: string
  option_values: string[]
  price_fen: number
  market_price_fen: number | null
  available: number
  picture: Picture | null
  weight_g: number
}

export interface Product extends ProductCard {
  pictures: Picture[]
  options: { name: string; values: string[] }[]
  skus: Sku[]
  description: string
  return_policy: ReturnPolicy
  category: { id: string; name: string } | null
  freight: { from_fen: number; text: string } | null
  seller_notes: string | null
  /** Null for a reader who has not signed in. */
  favourite: boolean | null
  server_time: string
}

export interface Home {
  banners: { picture_url: string; preview: string; title: string; link: string | null }[]
  categories: Category[]
  sections: { title: string; category_id: string | null; products: ProductCard[] }[]
}

export type CartProblem = 'off_shelf' | 'sold_out' | 'short'

export interface CartLine {
  sku_id: string
  product_id: string
  title: string
  option_text: string
  picture: string | null
  price_fen: number
  quantity: number
  selected: boolean
  available: number
  ok: boolean
  problem: CartProblem | null
}

export interface Cart {
  lines: CartLine[]
  selected_goods_fen: number
  selected_count: number
}

export interface QuoteLine {
  sku_id: string
  product_id: string
  title: string
  option_text: string
  picture_url: string | null
  price_fen: number
  quantity: number
  amount_fen: number
  return_policy: ReturnPolicy
  needs_no_return_confirmation: boolean
}

export interface Quote {
  id: string
  expires_at: string
  lines: QuoteLine[]
  goods_fen: number
  freight_fen: number
  adjustments: { phase: string; source: string; label: string; amount_fen: number }[]
  payable_fen: number
  deliverable: boolean
  undeliverable_sku_ids: string[]
  address: Address | null
}

export interface Placed {
  order_id: string
  number: string
  payable_fen: number
  pay_deadline_at: string
}

export type OrderState = 'awaiting_payment' | 'to_ship' | 'shipped' | 'received' | 'completed' | 'closed'
export type OrderTab = 'all' | 'awaiting_payment' | 'to_ship' | 'shipped' | 'completed' | 'refunding'
export type OrderAction = 'pay' | 'cancel' | 'receive' | 'refund' | 'urge' | 'buy_again'

export interface OrderCardLine {
  title: string
  option_text: string
  picture_url: string | null
  price_fen: number
  quantity: number
}

export interface OrderCard {
  id: string
  number: string
  state: OrderState
  state_text: string
  placed_at: string
  pay_deadline_at: string | null
  payable_fen: number
  refunded_fen: number
  freight_fen: number
  item_count: number
  lines: OrderCardLine[]
  actions: OrderAction[]
}

export interface OrderLine extends OrderCardLine {
  id: string
  sku_id: string
  product_id: string
  amount_fen: number
  shipped_quantity: number
  refunded_quantity: number
  return_policy: ReturnPolicy
}

export interface Parcel {
  id: string
  carrier_code: string
  carrier_name: string
  tracking_no: string
  shipped_at: string
  lines: { line_id: string; quantity: number }[]
}

export type RefundState = 'requested' | 'approved' | 'rejected' | 'withdrawn' | 'processing' | 'succeeded' | 'failed'

export interface OrderRefund {
  id: string
  state: RefundState
  amount_fen: number
  reason: string
  created_at: string
  decided_at: string | null
  note: string | null
}

export interface Order extends Omit<OrderCard, 'lines'> {
  goods_fen: number
  adjust_fen: number
  address: { name: string; phone_masked: string; full_text: string } | null
  note: string | null
  lines: OrderLine[]
  parcels: Parcel[]
  refunds: OrderRefund[]
  history: { at: string; kind: string; text: string }[]
  payment: { state: string; method: string | null; paid_at: string | null; transaction_id: string | null } | null
  auto_receive_at: string | null
  server_time: string
}

export type PayMethod = 'mini' | 'official' | 'h5' | 'native' | 'browser'

export interface PayParams {
  appId?: string
  timeStamp: string
  nonceStr: string
  package: string
  signType: string
  paySign: string
}

export interface PayStart {
  method: PayMethod
  payment_id: string
  params: PayParams | null
  h5_url: string | null
  code_url: string | null
  cashier_url: string | null
  expires_at: string
}

export interface PaymentState {
  state: 'pending' | 'succeeded' | 'closed'
  paid_at: string | null
}
