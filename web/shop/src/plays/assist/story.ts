/** What a run is at, in a heading and a sentence, and what its reader may do next: pure. */

import { formatYuan } from '@kit/money'
import type { MyRun, Run, Stage } from './api'
import { t, type Word } from './words'

export interface Story {
  title: string
  text: string
}

export type Act = 'help' | 'invite' | 'order' | 'view_order' | 'use_coupon' | 'me_too' | 'again'

/** `until`: the instant that counts, already said in words. */
export function storyOf(run: Run, until: string): Story {
  switch (run.stage) {
    case 'helping':
      return { title: t('helping', { count: run.missing }), text: t('helping_text', { time: until }) }
    case 'full':
      return run.mine
        ? { title: t('full'), text: t('full_text', { time: until }) }
        : { title: t('full_other'), text: t('full_other_text') }
    case 'ordered':
      return { title: t('ordered'), text: run.mine ? t('ordered_text') : '' }
    case 'done':
      return { title: t('done'), text: doneText(run) }
    case 'review':
      return { title: t('review'), text: t('review_text') }
    case 'refused':
      return { title: t('refused'), text: run.review_words }
    case 'over':
      return { title: t('over'), text: t('over_text') }
  }
}

function doneText(run: Run): string {
  if (!run.mine) return t('done_other')
  return run.reward === 'goods' ? t('done_goods') : t('done_coupon', { price: formatYuan(run.reward_fen) })
}

/** The instant the reader waits for; null when nothing is open. */
export function deadlineOf(run: Pick<Run, 'stage' | 'closes_at' | 'ends_at'>): string | null {
  if (run.stage === 'helping') return run.closes_at
  return run.stage === 'full' ? run.ends_at : null
}

/** The one next act, then the one beside it. Where the campaign may not run, nothing is offered. */
export function actsOf(run: Run): Act[] {
  if (!run.channels_ok) return []
  if (!run.mine) return run.stage === 'helping' && !run.helped_by_me ? ['help', 'me_too'] : ['me_too']
  const acts: Record<Stage, Act[]> = {
    helping: ['invite'],
    full: ['order'],
    ordered: ['view_order'],
    done: run.reward === 'goods' ? ['view_order'] : ['use_coupon'],
    review: [],
    refused: ['again'],
    over: ['again'],
  }
  return acts[run.stage]
}

/** What a run is for, in a few words. */
export function rewardWords(run: Pick<MyRun, 'reward' | 'reward_fen'>): string {
  return t(run.reward === 'goods' ? 'get_goods' : 'get_coupon', { price: formatYuan(run.reward_fen) })
}

/** A few words for a row of the reader's own list. */
export const stageWords = (line: Pick<MyRun, 'stage' | 'missing'>): string =>
  t(`stage_${line.stage}` as Word, { count: line.missing })

/** Something may still come of it, or has. */
export const hopeful = (stage: Stage): boolean => ['helping', 'full', 'ordered', 'done'].includes(stage)
