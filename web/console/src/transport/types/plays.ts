/** Plays, campaigns and who brought whom. */
import type { Answer } from './shape'

export type CampaignState = 'draft' | 'published' | 'paused' | 'stopped' | 'ended'
export type Channel = 'mini' | 'wechat_h5' | 'h5'
export type Audience = 'everyone' | 'new_customers' | 'returning'

/** A JSON schema as Pydantic writes it, with the house's hints. */
export interface JsonSchema {
  type?: string
  title?: string
  description?: string
  default?: unknown
  enum?: unknown[]
  const?: unknown
  minimum?: number
  maximum?: number
  exclusiveMinimum?: number
  exclusiveMaximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  anyOf?: JsonSchema[]
  allOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  $ref?: string
  $defs?: Record<string, JsonSchema>
  'x-zh'?: string
  'x-en'?: string
  'x-help-zh'?: string
  'x-help-en'?: string
  'x-unit'?: string
  'x-widget'?: string
  'x-choices'?: Record<string, { zh: string; en: string }>
}

export interface Verdict {
  channels: Channel[]
  rewarded_act: 'none' | 'purchase' | 'registration_with_consent' | 'confirmed_help'
  outcome_known: boolean
  source: string
}

export interface PlayCard {
  code: string
  title: string
  about: string
  kind: 'price' | 'grant'
  phase: string | null
  stacks_with: string[]
  schema: JsonSchema
  sku_schema: JsonSchema
  verdict: Verdict
  channel_words: Record<string, string>
}

export interface CampaignRow {
  id: string
  play: string
  title: string
  state: CampaignState
  starts_at: string
  ends_at: string
  skus: number
  orders: number
  paid_fen: number
  discount_fen: number
  budget_fen: number | null
  spent_fen: number
}

export type Values = Record<string, unknown>

export interface CampaignSkuBody {
  sku_id: string
  quota: number | null
  settings: Values
}

export interface CampaignBody {
  play: string
  title: string
  starts_at: string
  ends_at: string
  audience: Audience
  channels: Channel[]
  settings: Values
  skus: CampaignSkuBody[]
  orders_per_person_max: number | null
  pieces_per_person_max: number | null
  budget_fen: number | null
}

export interface CampaignSku extends CampaignSkuBody {
  product_id: string
  title: string
  option_text: string
  picture_url: string | null
  price_fen: number
  available: number | null
  taken: number
}

export interface Campaign extends Omit<CampaignBody, 'skus'> {
  id: string
  state: CampaignState
  stop_reason: string | null
  published_at: string | null
  spent_fen: number
  rules_zh: string[]
  rules_en: string[]
  version: number
  skus: CampaignSku[]
}

export interface PreviewProblem {
  field: string
  code: string
  message: string
}

export interface MarginRow {
  sku_id: string
  title: string
  option_text: string
  price_fen: number
  cost_fen: number | null
  claim_fen: number
  left_fen: number | null
  floor_fen: number
  ok: boolean
}

export interface CampaignPreview {
  rules_zh: string[]
  rules_en: string[]
  problems: PreviewProblem[]
  margin: MarginRow[]
  share: { title: string; line: string; price_fen: number; badge: string } | null
  verdicts: { channel: Channel; allowed: boolean; reason: string }[]
}

export interface DeclaredFigure {
  key: string
  zh: string
  en: string
  value: number
  unit: 'count' | 'fen' | 'bp' | 'seconds'
}

export interface ResultDay {
  day: string
  people: number
  orders: number
  paid_fen: number
}

export interface CampaignResult {
  reach: { shares: number; opens: number; people: number; robots: number; self_opens: number }
  orders: number
  paid_orders: number
  paid_fen: number
  discount_fen: number
  refunded_fen: number
  new_customers: number
  cost_per_new_customer_fen: number | null
  return_bp: number | null
  by_day: ResultDay[]
  figures: DeclaredFigure[]
}

export type ShareTree = Answer<'/shares/tree'>
export type ShareNode = ShareTree['nodes'][number]
export type ShareFigures = ShareTree['figures']
export type SharePeriod = Answer<'/shares/figures'>
