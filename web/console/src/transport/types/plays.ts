/** Plays, campaigns and who brought whom. */
import type { Answer, Given, Narrow, Row } from './shape'

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

type Played = Answer<'/plays'>[number]
type Verdict = Narrow<Played['verdict'], { rewarded_act: 'none' | 'purchase' | 'registration_with_consent' | 'confirmed_help' }>
export type PlayCard = Omit<Played, 'schema' | 'sku_schema' | 'verdict'> & { schema: JsonSchema; sku_schema: JsonSchema; verdict: Verdict }

export type CampaignRow = Row<'/campaigns'>
export type Campaign = Answer<'/campaigns/{campaign_id}'>
export type CampaignBody = Required<Given<'/campaigns', 'post'>>
export type CampaignState = Campaign['state']
export type CampaignAct = Campaign['actions'][number]
export type CampaignSku = Campaign['skus'][number]
export type Channel = Campaign['channels'][number]
export type Audience = Campaign['audience']
export type Values = Record<string, unknown>

export type CampaignPreview = Answer<'/campaigns/preview', 'post'>
export type MarginRow = CampaignPreview['margin'][number]

export type CampaignResult = Answer<'/campaigns/{campaign_id}/result'>
export type ResultDay = CampaignResult['by_day'][number]
export type DeclaredFigure = CampaignResult['figures'][number]

export type ShareTree = Answer<'/shares/tree'>
export type ShareNode = ShareTree['nodes'][number]
export type ShareFigures = ShareTree['figures']
export type SharePeriod = Answer<'/shares/figures'>

export type Growth = Answer<'/growth'>
export type GrowthRow = Growth['rows'][number]
export type GrowthComparison = Answer<'/growth/compare'>
export type ComparedCampaign = GrowthComparison['campaigns'][number]
export type CampaignCalendar = Answer<'/campaign-calendar'>
export type PlannedCampaign = CampaignCalendar['campaigns'][number]
export type CampaignConflict = CampaignCalendar['conflicts'][number]

/** A run whose helps look made up. */
export type HeldRun = Row<'/help-runs'>
export type HeldRunFull = Answer<'/help-runs/{run_id}'>
