/** What a run's page says of how it stands. Pure but for the clock and the language it is given. */

import { formatYuan } from '@kit/money'
import type { MyRun, Run } from './api'
import { t } from './words'

export interface Story {
  title: string
  text: string
}

export function missingWords(run: Pick<Run, 'missing' | 'new_customer_cuts'>): string {
  const { missing, new_customer_cuts } = run
  if (new_customer_cuts > 1) return t('missing_new', { count: missing, each: new_customer_cuts })
  return t('missing', { count: missing })
}

/** `near` says an instant as people do. */
export function storyOf(run: Run, near: (at: string) => string): Story {
  switch (run.phase) {
    case 'open':
      return { title: missingWords(run), text: t('phase_open_text', { time: near(run.closes_at) }) }
    case 'full':
      return {
        title: t('phase_full'),
        text: run.mine && run.acts.includes('buy') ? t('phase_full_text', { time: near(run.ends_at) }) : '',
      }
    case 'over':
      return {
        title: t('phase_over'),
        text: run.acts.includes('buy_now') ? t('phase_over_buy', { time: near(run.ends_at) }) : t('phase_over_text'),
      }
    case 'refused':
      return { title: t('phase_refused'), text: run.review_words }
    case 'ordered':
      return { title: t('phase_ordered'), text: run.mine ? t('phase_ordered_text') : '' }
    default:
      return { title: t('phase_used'), text: t('phase_used_text') }
  }
}

export function stateWords(run: MyRun): string {
  if (run.held) return t('mine_held')
  if (run.phase === 'open') return t('missing', { count: run.missing })
  return t(`phase_${run.phase}`)
}

/** Each cut once, with how many there are of it in a row: "10.00 × 4、9.99". */
export function cutWords(cuts: readonly number[]): string {
  const runs: { fen: number; count: number }[] = []
  for (const fen of cuts) {
    const last = runs[runs.length - 1]
    if (last?.fen === fen) last.count += 1
    else runs.push({ fen, count: 1 })
  }
  return runs.map(({ fen, count }) => (count > 1 ? `${formatYuan(fen)} × ${count}` : formatYuan(fen))).join('、')
}
