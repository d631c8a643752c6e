/** What of a campaign may still be changed. Pure. */
import type { CampaignAct, CampaignState } from '@/transport/types'

export interface Locks {
  /** The rules people took part by: fixed once published. */
  rules: boolean
  /** Also what could become better for buyers: it is over, or this role only reads. */
  all: boolean
}

/** `actions`: what the server lets this member of staff do now. */
export function locksOf(state: CampaignState, actions: CampaignAct[]): Locks {
  const may = actions.includes('change')
  return { rules: !may || state !== 'draft', all: !may }
}
