/** What a buyer can do with an order, from the list and from its own page. */

import { buyAgain, cancelOrder, receiveOrder, urgeOrder } from '@/api/orders'
import type { OrderAction } from '@/api/types'
import { t, type Word } from '@/words'
import { useAct } from './act'
import { learnCart } from './basket'
import { go } from './go'
import { ask, say } from './say'

export const ACTION_WORDS: Record<OrderAction, Word> = {
  pay: 'order.act_pay',
  cancel: 'order.act_cancel',
  receive: 'order.act_receive',
  refund: 'order.act_refund',
  aftersales: 'order.act_aftersales',
  urge: 'order.act_urge',
  buy_again: 'order.act_again',
}

/** The one next act of an order, set apart from the others. */
export const MAIN_ACTIONS: readonly OrderAction[] = ['pay', 'receive']

const CANCEL_REASONS: readonly Word[] = [
  'cancel.changed_mind',
  'cancel.wrong_choice',
  'cancel.wrong_address',
  'cancel.cheaper',
  'cancel.too_slow',
  'cancel.other',
]

function chooseReason(): Promise<string | null> {
  return new Promise((resolve) => {
    uni.showActionSheet({
      title: t('cancel.title'),
      itemList: CANCEL_REASONS.map((word) => t(word)),
      success: ({ tapIndex }) => resolve(t(CANCEL_REASONS[tapIndex]!)),
      fail: () => resolve(null),
    })
  })
}

export function useOrderActs(changed: () => Promise<unknown>) {
  const { busy, act } = useAct()

  async function doing(input: object, send: (key: string) => Promise<unknown>, done: Word): Promise<void> {
    const outcome = await act(input, send)
    if (outcome.done) say(t(done))
    if (outcome.done || (outcome.refusal && !outcome.refusal.unanswered)) await changed()
  }

  async function run(action: OrderAction, id: string): Promise<void> {
    if (action === 'pay') go('/pages/pay/index', { id, start: 1 })
    if (action === 'refund') go('/pages/refund/index', { id })
    if (action === 'aftersales') go('/aftersales/apply/index', { order: id })
    if (action === 'urge') await doing({ urge: id }, (key) => urgeOrder(id, key), 'order.urged')
    if (action === 'cancel') {
      const reason = await chooseReason()
      if (reason) await doing({ cancel: id, reason }, (key) => cancelOrder(id, reason, key), 'order.cancelled')
    }
    if (action === 'receive' && (await ask(t('order.receive_ask'), t('order.receive_text'), t('order.act_receive')))) {
      await doing({ receive: id }, (key) => receiveOrder(id, key), 'order.received')
    }
    if (action === 'buy_again') {
      const outcome = await act({ again: id }, (key) => buyAgain(id, key))
      if (!outcome.done) return
      learnCart(outcome.value)
      go('/pages/cart/index')
    }
  }

  return { busy, run }
}
