/** Why a commission is what it is, line by line, from what the server kept when the order was placed. Pure. */

import { formatMoment, formatYuan } from '@kit/money'
import type { Why } from './api'
import type { Step } from './steps'
import { t } from './words/money'

export interface Row {
  label: string
  value: string
}

/** Rule, base and what became of it: only what played a part. */
export function rowsOf(why: Why): Row[] {
  const rows: Row[] = [
    { label: t('why_rule'), value: why.scope_text },
    { label: t('why_base'), value: why.base_text },
    { label: t('why_formula'), value: why.formula },
  ]
  if (why.reversed_fen) rows.push({ label: t('why_reversed'), value: formatYuan(-why.reversed_fen) })
  return rows
}

/** Its moves, oldest first; while it is frozen, when it will be released stands at the end. */
export function datesOf(why: Why): Step[] {
  const steps = why.steps.map((step): Step => ({
    title: t(`kind_${step.kind}`),
    text: formatYuan(step.amount_fen),
    at: formatMoment(step.at),
    state: 'done',
  }))
  const placed: Step = { title: t('date_placed'), at: formatMoment(why.placed_at), state: 'done' }
  if (!['placed', 'pending', 'frozen'].includes(why.state)) return [placed, ...steps]
  const release: Step = {
    title: t('date_release_expected'),
    text: why.held ? t('held_by_case') : '',
    at: why.release_at ? formatMoment(why.release_at) : '',
    state: 'next',
  }
  return [placed, ...steps, release]
}
