/** Where an order of a customer stands for the shopkeeper: the commission's state, or the order's while there is none. Pure. */

import type { BroughtOrder } from './api'
import type { Word } from './words/desk'

const BY_COMMISSION: Record<string, Word> = {
  placed: 'tab_unpaid',
  pending: 'tab_pending',
  frozen: 'tab_frozen',
  available: 'tab_settled',
}

export function standingOf(order: Pick<BroughtOrder, 'state' | 'commission_state' | 'commission_fen' | 'commission_reversed_fen'>): Word {
  if (order.state === 'closed') return 'tab_closed'
  if (order.state === 'awaiting_payment') return 'tab_unpaid'
  if (order.commission_fen > 0 && order.commission_reversed_fen >= order.commission_fen) return 'tab_reversed'
  return BY_COMMISSION[order.commission_state] ?? 'commission_none'
}
