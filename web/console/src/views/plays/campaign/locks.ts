/** What of a campaign may still be changed. Pure. */
import type { CampaignState } from '@/transport/types'

export interface Locks {
  /** The rules people took part by: fixed once published. */
  rules: boolean
  /** Also what could become better for buyers: over, or this role only reads. */
  all: boolean
}

export function locksOf(state: CampaignState, mayWrite: boolean): Locks {
  const over = state === 'stopped' || state === 'ended'
  return { rules: !mayWrite || state !== 'draft', all: !mayWrite || over }
}
