/** What happens next with an order and by when, in a sentence: pure. */

import { formatNear } from '@kit/money'
import type { Order } from '@/api/types'
import { serverNow } from '@/here/clock'
import { language } from '@/here/display'
import { t } from '@/words'

const near = (instant: string): string => formatNear(instant, serverNow(), language.value)

export function nextOf(order: Order): string {
  const asked = order.refunds.some(
    ({ state }) => state === 'requested' || state === 'approved' || state === 'processing',
  )
  switch (order.state) {
    case 'awaiting_payment':
      return order.pay_deadline_at ? t('next.pay', { time: near(order.pay_deadline_at) }) : ''
    case 'forming':
      return t('next.forming')
    case 'to_ship':
      if (asked) return t('next.refunding')
      return order.parcels.length ? t('next.part_shipped', { count: order.parcels.length }) : t('next.ship')
    case 'shipped':
      return order.auto_receive_at ? t('next.receive', { time: near(order.auto_receive_at) }) : t('next.shipped')
    case 'received':
      return asked ? t('next.refunding') : t('next.received')
    case 'completed':
      return t('next.completed')
    case 'closed':
      return order.refunded_fen > 0 ? t('next.closed_refunded') : t('next.closed')
    default:
      return ''
  }
}

/** The address may still change: nothing has left and the order is alive. */
export function addressOpen(order: Order): boolean {
  return (order.state === 'awaiting_payment' || order.state === 'to_ship') && order.parcels.length === 0
}

/** Pieces of a line for which money may still be asked back: neither shipped nor refunded. */
export function refundable(line: Order['lines'][number]): number {
  return Math.max(0, line.quantity - line.shipped_quantity - line.refunded_quantity)
}
