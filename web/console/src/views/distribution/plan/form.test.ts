import { describe, expect, it } from 'vitest'

import type { CommissionPlan } from '@/transport/types'

import { blankDraft, blankRule, bodyOf, draftOf } from './form'

const NOW = new Date('2026-03-02T02:00:00Z')

describe('a plan as the form holds it', () => {
  it('is sent in fen and hundredths of a percent, from now on when no time was given', () => {
    const draft = blankDraft()
    draft.rules[0]!.percent = 8.25
    draft.rules.push({ ...blankRule('product'), scope_id: 'prd_1', fixed_fen: 200, cap_fen: 500 })
    draft.grades.push({ grade: 2, percent: 120 })
    const body = bodyOf(draft, NOW)
    expect(body?.effective_at).toBe('2026-03-02T02:00:00.000Z')
    expect(body?.rules).toEqual([
      { scope: 'tenant', scope_id: null, rate_bp: 825, fixed_fen: null, cap_fen: null },
      { scope: 'product', scope_id: 'prd_1', rate_bp: null, fixed_fen: 200, cap_fen: 500 },
    ])
    expect(body?.grades).toEqual([{ grade: 2, factor_bp: 12000 }])
    expect(body?.order_share_bp).toBe(3000)
  })

  it('is not asked about while a rule does not say what it is for', () => {
    const draft = blankDraft()
    draft.rules.push(blankRule('sku'))
    expect(bodyOf(draft, NOW)).toBeNull()
  })

  it('begins as the version it follows', () => {
    const plan = {
      base: 'margin', freeze_days: 9, order_share_bp: 2000, margin_share_bp: 4000, fulfilment_fen: 300, reserve_bp: 150, target_bp: 500,
      rules: [{ scope: 'tenant', scope_id: null, rate_bp: 1000, fixed_fen: null, cap_fen: null, title: '' }], grades: [{ grade: 1, factor_bp: 10000 }], note: 'for spring', accept_unknown_cost: true,
    } as unknown as CommissionPlan
    const body = bodyOf(draftOf(plan), NOW)
    expect(body).toMatchObject({ base: 'margin', freeze_days: 9, order_share_bp: 2000, reserve_bp: 150, fulfilment_fen: 300, note: '', accept_unknown_cost: true })
    expect(body?.rules[0]?.rate_bp).toBe(1000)
  })
})
