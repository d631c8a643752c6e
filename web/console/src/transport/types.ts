/** The shapes the console reads and writes. Ids are prefixed words, money is integer fen, instants are ISO-8601 UTC. */

export interface Page<T> {
  items: T[]
  next_cursor: string | null
  total?: number | null
  counts?: Record<string, number> | null
}

export type Role = 'owner' | 'operations' | 'content' | 'customer_service' | 'warehouse' | 'finance'
export type Permission =
  | 'shop.settings' | 'shop.staff' | 'goods.read' | 'goods.write' | 'stock.write' | 'orders.read' | 'orders.write'
  | 'orders.ship' | 'orders.refund' | 'orders.price' | 'ledger.read' | 'people.read' | 'people.reveal' | 'keys.write'
  | 'audit.read'

export interface StaffMe {
  id: string
  name: string
  role: Role
  permissions: Permission[]
  totp_enrolled: boolean
}

export interface ShopBrief {
  id: string
  slug: string
  name: string
}

export interface Me {
  staff: StaffMe
  shop: ShopBrief & { status: string; theme_color: string | null; opening: Record<string, boolean> }
  server_time: string
  sandbox: boolean
}

export interface Picture {
  id: string
  url_200: string
  url_480: string
  url_960: string
  width: number
  height: number
  preview: string | null
}

// ── overview ────────────────────────────────────────────────────────────────────────────────────────────────────

export interface DayFigures {
  paid_fen: number
  paid_orders: number
  placed_orders: number
  refunded_fen: number
  new_people: number
  visitors: number | null
}
export interface Attention {
  kind: string
  count: number
  link: string
}
export interface Overview {
  today: DayFigures
  yesterday: DayFigures
  trend: { day: string; paid_fen: number; paid_orders: number }[]
  attention: Attention[]
  top_products: { id: string; title: string; picture_url: string | null; quantity: number; paid_fen: number }[]
}

// ── goods ───────────────────────────────────────────────────────────────────────────────────────────────────────

export type ProductState = 'draft' | 'on_shelf' | 'off_shelf'
export type ReturnPolicy = 'yes' | 'excluded_by_law' | 'excluded_by_confirmation'

export interface ProductRow {
  id: string
  code: string
  title: string
  picture_url: string | null
  category: { id: string; name: string } | null
  state: ProductState
  price_fen: number
  price_max_fen: number
  available: number
  sold_count: number
  shelf_next: ProductState | null
  shelf_at: string | null
  updated_at: string
  version: number
}

export interface ProductOption {
  name: string
  values: string[]
}
export interface SkuForm {
  id?: string | null
  code: string
  option_values: string[]
  price_fen: number | null
  market_price_fen: number | null
  cost_fen: number | null
  weight_g: number | null
  barcode: string | null
  picture_id: string | null
  active: boolean
  stock?: number | null
  available?: number
}
export interface ProductForm {
  code: string
  title: string
  subtitle: string
  category_id: string | null
  brand: string
  tags: string[]
  description: string
  picture_ids: string[]
  options: ProductOption[]
  skus: SkuForm[]
  return_policy: ReturnPolicy
  freight_template_id: string | null
  version?: number
}
export interface Product extends ProductForm {
  id: string
  state: ProductState
  pictures: Picture[]
  version: number
  sold_count?: number
  shelf_at?: string | null
}
export interface PricePoint {
  sku_id: string
  sku_code: string
  venue: string
  price_fen: number
  from_at: string
  by_id: string | null
}
export interface Category {
  id: string
  parent_id: string | null
  name: string
  icon: string
  picture?: Picture | null
  position: number
  shown: boolean
  product_count?: number
  children?: Category[]
}
export type FreightKind = 'by_weight' | 'by_piece' | 'free'
export interface FreightRule {
  regions: string[]
  first: number
  first_fen: number
  step: number
  step_fen: number
  free_from_fen: number | null
  excluded: boolean
}
export interface FreightTemplate {
  id: string
  name: string
  kind: FreightKind
  rules: FreightRule[]
  is_default?: boolean
  version?: number
  product_count?: number
}

export type ImportKind = 'products' | 'shipments' | 'stock'
export interface ImportRun {
  id: string
  kind: ImportKind
  state: 'queued' | 'running' | 'done' | 'refused'
  dry_run: boolean
  file_name?: string | null
  rows_total: number
  rows_done: number
  rows_created: number
  rows_updated: number
  rows_failed: number
  errors: { line: number; column: string | null; value: string | null; reason: string }[]
  created_at: string
  finished_at: string | null
}

export interface StockRow {
  sku_id: string
  sku_code: string
  product_id: string
  title: string
  option_text: string
  picture_url: string | null
  available: number
  reserved: number
  sold: number
  received: number
}
export interface StockMovement {
  id: string
  at: string
  kind: string
  delta_available: number
  delta_reserved: number
  delta_sold: number
  delta_received: number
  reason: string | null
  note?: string | null
  by: string | null
  ref: string | null
}

// ── orders ──────────────────────────────────────────────────────────────────────────────────────────────────────

export type OrderState = 'awaiting_payment' | 'to_ship' | 'shipped' | 'received' | 'completed' | 'closed'
export type RefundState = 'requested' | 'processing' | 'succeeded' | 'failed' | 'rejected' | 'withdrawn'

export interface OrderRow {
  id: string
  number: string
  state: OrderState
  placed_at: string
  paid_at: string | null
  buyer: { id?: string; nickname: string | null; phone_last4: string | null }
  receiver_masked: string | null
  payable_fen: number
  refunded_fen: number
  item_count: number
  first_line: { title: string; option_text: string; picture_url: string | null; quantity: number } | null
  flag: number
  staff_note: string | null
  buyer_note: string | null
  refund_state: RefundState | null
  ship_by_at: string | null
  urged_at?: string | null
  alarm?: string | null
}
export interface OrderLine {
  id: string
  sku_id: string
  product_id: string
  title: string
  option_text: string
  picture_url: string | null
  price_fen: number
  quantity: number
  amount_fen: number
  freight_share_fen?: number
  adjust_share_fen?: number
  shipped_quantity: number
  refunded_quantity: number
  refunded_fen?: number
  return_policy: ReturnPolicy
}
export interface Parcel {
  id: string
  carrier_code: string
  carrier_name: string | null
  tracking_no: string
  shipped_at: string
  lines: { line_id: string; quantity: number }[]
  wechat_state?: 'pending' | 'uploaded' | 'failed' | 'not_needed'
  wechat_error?: string | null
}
export interface OrderRefund {
  id: string
  by?: string
  state: RefundState
  amount_fen: number
  freight_fen?: number
  reason: string
  note: string | null
  error?: string | null
  created_at: string
  decided_at: string | null
  lines?: { line_id: string; quantity: number; amount_fen: number }[]
}
export interface OrderEvent {
  at: string
  kind: string
  text: string
  by: string
  actor_kind: string
  note: string
}
export interface Order {
  id: string
  number: string
  state: OrderState
  close_reason?: string | null
  close_reason_text?: string | null
  alarm?: string | null
  granted_fen?: number
  granted_freight_fen?: number
  placed_at: string
  pay_deadline_at: string | null
  paid_at: string | null
  shipped_at?: string | null
  received_at?: string | null
  completed_at?: string | null
  auto_receive_at: string | null
  ship_by_at?: string | null
  buyer: { id?: string; nickname: string | null; phone_last4: string | null; avatar_url?: string | null }
  goods_fen: number
  freight_fen: number
  adjust_fen: number
  payable_fen: number
  refunded_fen: number
  address: { name: string; phone_masked: string; full_text: string; region_code?: string; province?: string; city?: string; district?: string }
  buyer_note: string | null
  staff_note: string | null
  flag: number
  lines: OrderLine[]
  parcels: Parcel[]
  refunds: OrderRefund[]
  history: OrderEvent[]
  payment: { state: string; method: string | null; paid_at: string | null; transaction_id: string | null } | null
  version?: number
}
export interface Carrier {
  code: string
  name: string
  name_en: string
}
export interface RefundRow {
  id: string
  order_id: string
  order_number: string
  by: string
  state: RefundState
  amount_fen: number
  reason: string
  note?: string | null
  error?: string | null
  freight_fen?: number
  created_at: string
  decided_at: string | null
  lines: { line_id?: string; title?: string; option_text?: string; quantity: number; amount_fen: number }[]
}

// ── money ───────────────────────────────────────────────────────────────────────────────────────────────────────

export interface Account {
  id: string
  name: string
  purpose: string
  kind: string
  balance_fen: number
  held_fen: number
}
export interface Accounts {
  items: Account[]
  /** Zero, or something is deeply wrong. */
  sum_fen: number
}
export interface StatementRow {
  id: string
  at: string
  kind: string
  memo: string
  reference: string
  amount_fen: number
  balance_fen: number
  subject: { kind: string; id: string }
}
export interface Statement extends Page<StatementRow> {
  opening_fen: number
  closing_fen: number
}
export interface WhyStep {
  id: string
  at: string
  step: string
  state: string
  amount_fen: number
  source: string
  target: string
  memo: string
  reference: string
}
export interface PaymentNotice {
  id: string
  event: string
  number: string
  outcome: string
  at: string
}
export interface CheckStep {
  name: string
  ok: boolean
  detail: string | null
}
export interface PayAccount {
  mchid: string | null
  serial_no: string | null
  public_key_id: string | null
  configured: boolean
  checked_at: string | null
  check: Check | null
  notify_url: string
}
export interface Check {
  ok: boolean
  steps: CheckStep[]
}

// ── shop, people ────────────────────────────────────────────────────────────────────────────────────────────────

export interface Licence {
  company: string
  licence_no: string
  licence_media: string | null
  icp: string
}
export interface OrderRules {
  order_close_minutes: number
  auto_receive_days: number
  complete_after_days: number
  low_stock_at: number
  refund_review: boolean
}
export interface Settings {
  slug: string
  name: string
  theme_color: string
  contact_phone: string
  notice: string
  licence: Licence
  rules: OrderRules
  /** Lowest and highest of each number among the rules. */
  ranges: Record<string, [number, number]>
}
export interface ShopDocument {
  kind: string
  version: number
  published_at: string | null
  body_zh: string
  body_en: string
}
export type AppKind = 'mini' | 'official'
export interface WechatApp {
  kind: AppKind
  appid: string | null
  configured: boolean
  secret_last4: string | null
  has_secret: boolean
  has_push_token: boolean
  has_push_aes_key: boolean
  push_url: string | null
  updated_at: string | null
}
export interface Staffer {
  id: string
  name: string
  login: string
  role: Role
  totp_enrolled: boolean
  created_at: string
  last_seen_at: string | null
}
export interface Session {
  id: string
  device: string
  created_at: string
  last_seen_at: string
  current: boolean
}
export interface AuditRow {
  id: string
  at: string
  who: string
  what: string
  subject: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}
export interface AccessRow {
  id: string
  at: string
  who: string
  subject: string
  fields: string[]
}
export interface Person {
  id: string
  nickname: string
  avatar_url: string | null
  phone_last4: string | null
  joined_at: string
  orders: number | null
  paid_fen: number | null
}
export interface HomeForm {
  banners: { picture_id: string; picture_url?: string | null; title: string; link: string | null }[]
  sections: { title: string; category_id: string | null; product_ids: string[] }[]
  version?: number
}
