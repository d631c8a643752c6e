/** Why a commission is what it is, line by line, from what the server kept when the order was placed. Pure. */

import { formatDay, formatMoment, formatYuan } from '@kit/money'
import type { Why } from './api'
import { percent } from './deskFigures'
import type { Step } from './steps'
import { t } from './words/money'

export interface Row {
  label: string
  value: string
}

const FACTOR_PLAIN_BP = 10_000

/** Base, rule and caps as one reads them: only what played a part. */
export function rowsOf(why: Why): Row[] {
  const rows: Row[] = []
  if (why.scope) rows.push({ label: t('why_rule'), value: t(`why_scope_${why.scope}`) })
  if (why.plan_version) {
    rows.push({ label: '', value: t('why_plan', { version: why.plan_version, day: formatDay(why.plan_effective_at ?? why.placed_at) }) })
  }
  if (why.fixed_fen !== null) {
    rows.push({ label: t('why_fixed'), value: `${formatYuan(why.fixed_fen)} × ${why.quantity}` })
  } else if (why.rate_bp !== null) {
    const base = why.base === 'margin' ? t('why_base_margin') : t('why_base_paid')
    rows.push({ label: t('why_base'), value: `${formatYuan(why.base_fen)}` }, { label: '', value: base })
    rows.push({ label: t('why_rate'), value: percent(why.rate_bp) })
  }
  if (why.factor_bp !== FACTOR_PLAIN_BP) rows.push({ label: t('why_level'), value: `× ${percent(why.factor_bp)}` })
  if (why.cap_fen !== null) rows.push({ label: t('why_cap'), value: formatYuan(why.cap_fen) })
  rows.push({ label: t('why_raw'), value: formatYuan(why.worked_fen) })
  if (why.amount_fen < why.worked_fen) rows.push({ label: t('why_cut'), value: formatYuan(why.amount_fen - why.worked_fen) })
  if (why.reversed_fen) rows.push({ label: t('why_reversed'), value: formatYuan(-why.reversed_fen) })
  return rows
}

/** The order's way to the pay-out; what has not come yet stands there without a date. */
export function datesOf(why: Why): Step[] {
  const release = why.released_at ?? why.release_at
  const known: [string, string | null][] = [
    [t('date_placed'), why.placed_at],
    [t('date_paid'), why.paid_at],
    [t('date_received'), why.received_at],
  ]
  const steps = known.map(([title, at]): Step => ({ title, at: at ? formatMoment(at) : '', state: at ? 'done' : 'next' }))
  const released = why.released_at !== null
  steps.push({
    title: released ? t('date_release') : t('date_release_expected'),
    text: why.held ? t('held_by_case') : '',
    at: release ? formatMoment(release) : '',
    state: released ? 'done' : 'next',
  })
  if (why.payout_id) steps.push({ title: t('date_payout'), state: 'done' })
  return steps
}
