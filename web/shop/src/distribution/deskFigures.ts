/** The numbers of the desk as figures: what is high is said in words, never by colour alone. Pure. */

import type { Health } from './api'
import type { Figure } from './figures'
import { t } from './words/desk'

// Above these a rate is worth a look, or trouble: a shop's own returns within seven days are ordinary up to a few percent.
const REFUND_WATCH_BP = 800
const REFUND_BAD_BP = 2000
const COMPLAINT_WATCH_BP = 50
const COMPLAINT_BAD_BP = 200

/** "2.5%", without a decimal when there is none. */
export function percent(rate_bp: number): string {
  const whole = Math.floor(rate_bp / 100)
  const rest = Math.floor((rate_bp % 100) / 10)
  return rest ? `${whole}.${rest}%` : `${whole}%`
}

export function healthFigures(health: Health): Figure[] {
  return [
    { label: t('active_days'), text: t('days', { count: health.share_days }) },
    { label: t('shares'), text: t('times', { count: health.shares }) },
    { label: t('visits_30'), text: t('times', { count: health.visits }) },
    { label: t('orders_30'), text: t('pieces', { count: health.orders }) },
    rate(t('refund_rate'), health.refund_rate_bp, REFUND_WATCH_BP, REFUND_BAD_BP),
    rate(t('complaint_rate'), health.complaint_rate_bp, COMPLAINT_WATCH_BP, COMPLAINT_BAD_BP),
  ]
}

/** A rate without orders behind it says nothing: null. */
function rate(label: string, rate_bp: number | null, watch_bp: number, bad_bp: number): Figure {
  if (rate_bp === null) return { label, text: '–', note: t('no_data') }
  if (rate_bp >= bad_bp) return { label, text: percent(rate_bp), note: t('risky'), tone: 'bad' }
  if (rate_bp >= watch_bp) return { label, text: percent(rate_bp), note: t('watch'), tone: 'watch' }
  return { label, text: percent(rate_bp), note: t('healthy'), tone: 'good' }
}
