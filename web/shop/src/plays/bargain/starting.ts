/** Starting a bargain, from wherever one can. */

import { useAct } from '@/here/act'
import { go } from '@/here/go'
import { type Offer, type OfferSku, startRun } from './api'

export function useStart(again: () => Promise<void>) {
  const { busy, act } = useAct()

  async function start(offer: Offer, sku: OfferSku): Promise<void> {
    if (sku.my_run) {
      go('/plays/bargain/run/index', { id: sku.my_run })
      return
    }
    const { campaign_id } = offer
    const { sku_id } = sku
    const outcome = await act({ campaign_id, sku_id }, (key) => startRun(campaign_id, sku_id, key))
    if (outcome.done) go('/plays/bargain/run/index', { id: outcome.value.run_id })
    else if (outcome.refusal?.status === 409) await again()
  }

  return { busy, start }
}
