/** What of a campaign follows from its state and the clock. Pure. */
import type { Campaign, CampaignState } from '@/transport/types'

/** The state as one says it: published but not begun is not running yet. */
export function shownState(campaign: { state: CampaignState; starts_at: string; ends_at: string }, now = Date.now()): CampaignState | 'scheduled' {
  if (campaign.state !== 'published') return campaign.state
  if (new Date(campaign.starts_at).getTime() > now) return 'scheduled'
  return new Date(campaign.ends_at).getTime() <= now ? 'ended' : 'published'
}

/** Still takes orders, or could again: what a stop switch is for. */
export function stoppable(state: CampaignState): boolean {
  return state === 'published' || state === 'paused'
}

export function campaignPath(campaign: Pick<Campaign, 'id' | 'state'>): string {
  return campaign.state === 'draft' ? `/campaigns/${campaign.id}` : `/campaigns/${campaign.id}/result`
}
