/** Where somebody stands with becoming and being a shopkeeper, in words. Pure. */

import { formatDay, formatMoment } from '@kit/money'
import type { Joining, Way } from './api'
import { t } from './words/join'

/** How the form is sent: by the code alone, by the shop's review, or at once. */
export function wayOf(ways: readonly Way[], code: string): Way | null {
  if (ways.includes('everyone')) return 'everyone'
  if (ways.includes('invitation') && (code.trim() || !ways.includes('application'))) return 'invitation'
  return ways.includes('application') ? 'application' : null
}

/** The sentence about what sending it leads to. */
export function wayText(ways: readonly Way[]): string {
  if (ways.includes('everyone')) return t('way_everyone')
  if (ways.includes('invitation') && ways.includes('application')) return t('way_either')
  return ways.includes('invitation') ? t('way_invitation') : t('way_application')
}

export interface Story {
  title: string
  lines: string[]
  /** Where one goes from here. */
  lead: 'desk' | 'earnings' | ''
  leavable: boolean
  /** Whether the shop has not decided yet, so that it can be taken back. */
  waiting: boolean
  /** Whether the form may be sent again. */
  again: boolean
}

/** What the reader is told of their own standing; null for who never applied. */
export function storyOf(standing: Pick<Joining, 'ways' | 'mine'>): Story | null {
  const keeper = standing.mine
  if (!keeper || (keeper.state === 'left' && !keeper.sold)) return null
  // Who sold here before, left and applies again is still paid what was earned then.
  const earned = keeper.sold ? 'earnings' : ''
  switch (keeper.state) {
    case 'applied':
      return { ...told('state_applied', [t('state_applied_text', { time: formatMoment(keeper.applied_at) })]), waiting: true, lead: earned }
    case 'refused': {
      const why = keeper.decided_words ? [t('state_refused_text', { note: keeper.decided_words })] : []
      return { ...told('state_refused', [...why, t('state_refused_plain')]), again: standing.ways.length > 0, lead: earned }
    }
    case 'probation': {
      const until = keeper.probation_until ? [t('state_probation_text', { day: formatDay(keeper.probation_until) })] : []
      return { ...told('state_probation', until), lead: 'desk', leavable: true }
    }
    case 'active':
      return { ...told('joined', []), lead: 'desk', leavable: true }
    case 'suspended': {
      const until = keeper.suspended_until ? [t('state_suspended_until', { day: formatDay(keeper.suspended_until) })] : []
      const why = t('state_suspended_text', { reason: keeper.suspended_words })
      return { ...told('state_suspended', [why, ...until]), lead: 'desk', leavable: true }
    }
    case 'left':
      return { ...told('state_left', [t('state_left_text')]), lead: 'earnings', again: standing.ways.length > 0 }
  }
}

function told(title: 'state_applied' | 'state_refused' | 'state_probation' | 'joined' | 'state_suspended' | 'state_left', lines: string[]): Story {
  return { title: t(title), lines, lead: '', leavable: false, waiting: false, again: false }
}
