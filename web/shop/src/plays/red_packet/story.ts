/** What a packet says of itself: pure. */

import { formatYuan } from '@kit/money'
import { shownName } from '@/here/names'
import type { Packet, Weekly } from './api'
import { t } from './words'

/** What a part is worth, and what of it arrives. */
export function worth(found: Pick<Packet | Weekly, 'split' | 'pays' | 'fen' | 'net_fen'>): string {
  if (found.split === 'lucky') return t('up_to', { amount: formatYuan(found.fen) })
  const amounts = { amount: formatYuan(found.fen), net: formatYuan(found.net_fen) }
  const one = found.split === 'own'
  if (found.pays === 'cash') return t(one ? 'one_cash' : 'each_cash', amounts)
  return t(one ? 'one_coupon' : 'each_coupon', amounts)
}

/** What became of the part that the reader took. */
export function tookWords(found: Pick<Packet, 'my_state' | 'pays'>): string {
  if (found.my_state === 'held') return t('took_held')
  if (found.my_state === 'due') return t('took_due')
  if (found.my_state === 'refused') return t('took_refused')
  return t(found.pays === 'cash' ? 'took_cash' : 'took_coupon')
}

/** Why nothing can be taken any more; empty while something can. */
export function ending(found: Pick<Packet, 'state'>): string {
  switch (found.state) {
    case 'taken':
      return t('state_taken')
    case 'over':
      return t('state_over')
    case 'void':
      return t('state_void')
    case 'refused':
      return t('state_refused')
    default:
      return ''
  }
}

export const headOf = (found: Packet): string => {
  if (!found.mine) return t('owner', { name: shownName(found.owner) })
  return t(found.split === 'shared' ? 'own_shared' : 'own_alone')
}

/** 1 is Monday. */
export const dayName = (weekday: number): string => t('days').split(',')[weekday - 1] ?? ''
