/** A pay-out as a story: what happened, what is now, what comes. Pure. */

import { formatMoment } from '@kit/money'
import type { Payout, PayoutState } from './api'
import type { Step } from './steps'
import { t } from './words/money'

const WAY: readonly PayoutState[] = ['review', 'ready', 'confirming', 'paid']
const MOVING: readonly PayoutState[] = ['sending', 'confirming', 'paying', 'cancelling', 'sharing']
const GIVEN_BACK: readonly PayoutState[] = ['failed', 'cancelled', 'refused']

/** Whether the answer of WeChat or of the person is still to come. */
export const awaited = (state: PayoutState): boolean => MOVING.includes(state)

/** Whether the amount is back where it can be asked for again. */
export const givenBack = (state: PayoutState): boolean => GIVEN_BACK.includes(state)

/** What the sum beside a pay-out is: asked for and given back, arrived, or still to arrive. */
export const sumWord = (state: PayoutState): 'gross' | 'net' | 'net_expected' =>
  givenBack(state) ? 'gross' : state === 'paid' ? 'net' : 'net_expected'

/** What happened, oldest first, and what is still to come of the usual way. */
export function stepsOf(payout: Pick<Payout, 'state' | 'steps'>): Step[] {
  const last = payout.steps.length - 1
  const done = payout.steps.map((step, at): Step => {
    const over = GIVEN_BACK.includes(step.state)
    const state = at < last || step.state === 'paid' ? 'done' : over ? 'bad' : 'now'
    return { title: t(`payout_${step.state}`), at: formatMoment(step.at), state }
  })
  return [...done, ...stillToCome(payout.state).map((state): Step => ({ title: t(`payout_${state}`), state: 'next' }))]
}

function stillToCome(state: PayoutState): PayoutState[] {
  if (state === 'paid' || state === 'cancelling' || GIVEN_BACK.includes(state)) return []
  if (state === 'sharing' || state === 'paying') return ['paid']
  const known = WAY.indexOf(state === 'sending' ? 'ready' : state)
  return WAY.slice(known + 1)
}
