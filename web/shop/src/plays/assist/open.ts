/** Calling for help: asked, sent once, and led to the new run's page. */

import { useAct } from '@/here/act'
import { go } from '@/here/go'
import { ask } from '@/here/say'
import { type AssistOffer, openRun } from './api'
import { t } from './words'

export function useOpen() {
  const { busy, act } = useAct()

  /** `sku_id` null: for a coupon. */
  async function open(offer: Pick<AssistOffer, 'id' | 'hours' | 'people'>, sku_id: string | null): Promise<void> {
    const { id, hours, people } = offer
    if (!(await ask(t('open_ask'), t('open_text', { hours, people }), t('open')))) return
    const outcome = await act({ open: id, sku_id }, (key) => openRun(id, sku_id, key))
    if (outcome.done) go('/plays/assist/run/index', { id: outcome.value.id })
  }

  return { busy, open }
}
