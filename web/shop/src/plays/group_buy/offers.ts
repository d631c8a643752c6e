/** What a group buy offers on its product's page: pure. */

import type { Offer } from '@/here/offer'
import type { GroupBuySku, ProductGroupBuy, Step, TeamLine } from './api'
import { t } from './words'

const free = (sku: GroupBuySku): boolean => sku.left === null || sku.left > 0

/** A team of one's own, with every SKU that takes part; null when none is left. */
export function ownTeam(found: ProductGroupBuy): Offer | null {
  const skus = found.skus.filter(free)
  if (!found.campaign.channels_ok || !skus.length) return null
  return {
    label: t('open'),
    prices: Object.fromEntries(skus.map((sku) => [sku.sku_id, sku.leader_price_fen ?? sku.team_price_fen])),
    intent: { campaign_id: found.campaign.id, run_id: null },
  }
}

/** A seat in somebody's team; a team is for one SKU. */
export function seatIn(found: ProductGroupBuy, team: TeamLine): Offer | null {
  const skus = found.skus.filter((sku) => free(sku) && (!team.sku_id || sku.sku_id === team.sku_id))
  if (!found.campaign.channels_ok || !skus.length) return null
  return {
    label: t('join'),
    prices: Object.fromEntries(skus.map((sku) => [sku.sku_id, sku.team_price_fen])),
    intent: { campaign_id: found.campaign.id, run_id: team.id },
  }
}

/** The SKU whose price stands on the card: the cheapest of the team's. */
export function headline(found: ProductGroupBuy): GroupBuySku | null {
  return found.skus.reduce<GroupBuySku | null>(
    (best, sku) => (best === null || sku.team_price_fen < best.team_price_fen ? sku : best),
    null,
  )
}

/** The step a team of `joined` people has reached; null below the first. */
export function reached(ladder: Step[], joined: number): Step | null {
  return [...ladder].sort((a, b) => a.people - b.people).reduce<Step | null>((at, step) => (joined >= step.people ? step : at), null)
}
