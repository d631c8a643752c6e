/** Commission plans, what a draft of one would mean, and why an order paid what it paid. */
import type { Answer, Given, Row } from './shape'

export type CommissionPlan = Row<'/distribution/plans'>
export type PlanRule = CommissionPlan['rules'][number]
export type PlanScope = PlanRule['scope']
export type PlanBody = Given<'/distribution/plans', 'post'>
export type PlanPreviewBody = Given<'/distribution/plans/preview', 'post'>
export type PlanPreview = Answer<'/distribution/plans/preview', 'post'>
export type PlanCase = PlanPreview['worst'][number]
export type PlanExample = PlanPreview['examples'][number]
export type PriceBands = Answer<'/distribution/price-bands'>
export type PriceBand = PriceBands['bands'][number]
export type PriceBandsBody = Given<'/distribution/price-bands', 'put'>
export type OwnSales = Answer<'/distribution/orders/{order_id}/own-prices'>
export type CommissionWhy = Answer<'/distribution/orders/{order_id}/why'>
