/** A plan as the form holds it: percent as typed, the rest as the server has it. */
import type { CommissionPlan, PlanBody, PlanScope } from '@/transport/types'

export const BP_A_PERCENT = 100
const FREEZE_DAYS = 8
const SHARE_MAX = 30

export interface DraftRule {
  key: number
  scope: PlanScope
  scope_id: string | null
  title: string
  percent: number | null
  fixed_fen: number | null
  cap_fen: number | null
}

export interface Draft {
  startAt: string | null
  base: PlanBody['base']
  freeze_days: number
  orderPercent: number
  marginPercent: number
  fulfilment_fen: number | null
  reservePercent: number
  targetPercent: number
  rules: DraftRule[]
  grades: { grade: number; percent: number }[]
  note: string
  accept_unknown_cost: boolean
}

let keys = 0

export function blankRule(scope: PlanScope): DraftRule {
  return { key: ++keys, scope, scope_id: null, title: '', percent: null, fixed_fen: null, cap_fen: null }
}

export function blankDraft(): Draft {
  return {
    startAt: null, base: 'paid', freeze_days: FREEZE_DAYS, orderPercent: SHARE_MAX, marginPercent: 50, fulfilment_fen: 0, reservePercent: 2, targetPercent: 5,
    rules: [{ ...blankRule('tenant'), percent: 5 }], grades: [], note: '', accept_unknown_cost: false,
  }
}

/** A version as the beginning of the next; its reason was its own. */
export function draftOf(plan: CommissionPlan): Draft {
  return {
    startAt: null, base: plan.base, freeze_days: plan.freeze_days, orderPercent: percent(plan.order_share_bp), marginPercent: percent(plan.margin_share_bp),
    fulfilment_fen: plan.fulfilment_fen, reservePercent: percent(plan.reserve_bp), targetPercent: percent(plan.target_bp),
    rules: plan.rules.map((rule) => ({
      key: ++keys, scope: rule.scope, scope_id: rule.scope_id ?? null, title: rule.title, percent: rule.rate_bp === null || rule.rate_bp === undefined ? null : percent(rule.rate_bp),
      fixed_fen: rule.fixed_fen ?? null, cap_fen: rule.cap_fen ?? null,
    })),
    grades: plan.grades.map((one) => ({ grade: one.grade, percent: percent(one.factor_bp) })), note: '', accept_unknown_cost: plan.accept_unknown_cost,
  }
}

/** What is sent; null while a rule does not say what it is for. */
export function bodyOf(draft: Draft, now: Date): Omit<PlanBody, 'seen_version'> | null {
  if (draft.rules.some((rule) => rule.scope !== 'tenant' && !rule.scope_id)) return null
  return {
    effective_at: draft.startAt ?? now.toISOString(), base: draft.base, freeze_days: draft.freeze_days, order_share_bp: bp(draft.orderPercent), margin_share_bp: bp(draft.marginPercent),
    fulfilment_fen: draft.fulfilment_fen ?? 0, reserve_bp: bp(draft.reservePercent), target_bp: bp(draft.targetPercent),
    rules: draft.rules.map((rule) => ({ scope: rule.scope, scope_id: rule.scope_id, rate_bp: rule.percent === null ? null : bp(rule.percent), fixed_fen: rule.fixed_fen, cap_fen: rule.cap_fen })),
    grades: draft.grades.map((one) => ({ grade: one.grade, factor_bp: bp(one.percent) })), note: draft.note, accept_unknown_cost: draft.accept_unknown_cost,
  }
}

export function percent(bps: number): number {
  return bps / BP_A_PERCENT
}

function bp(value: number | null): number {
  return Math.round((value ?? 0) * BP_A_PERCENT)
}
