import { yuan } from '@/format/money'
import { minute } from '@/format/time'
import type { Column } from '@/table/column'
import type { OrderRow } from '@/transport/types'
import { named, type Say } from '@/words'

import type pageWords from './words'

export function orderColumns(t: Say<(typeof pageWords)['zh-CN']>): Column<OrderRow>[] {
  return [
    { key: 'number', label: t('number'), width: 178, always: true, text: (row) => row.number },
    { key: 'goods', label: t('goods'), minWidth: 260, text: (row) => [row.first_line?.title, row.first_line?.option_text].filter(Boolean).join(' ') },
    { key: 'count', label: t('count'), width: 80, align: 'right', spare: true, text: (row) => String(row.item_count) },
    { key: 'buyer', label: t('buyer'), width: 140, text: (row) => [row.buyer.nickname, row.buyer.phone_last4].filter(Boolean).join(' ') },
    { key: 'receiver', label: t('receiver'), minWidth: 160, spare: true, text: (row) => row.receiver_masked ?? '' },
    { key: 'amount', label: t('amount'), width: 128, align: 'right', text: (row) => yuan(row.payable_fen) },
    { key: 'refunded', label: t('refunded'), width: 112, align: 'right', spare: true, text: (row) => yuan(row.refunded_fen) },
    { key: 'state', label: t('state'), width: 168, text: (row) => named('orderState', row.state) },
    { key: 'paid', label: t('paid'), width: 152, spare: true, text: (row) => (row.paid_at ? minute(row.paid_at) : '') },
    { key: 'note', label: t('note'), minWidth: 176, text: (row) => row.staff_note ?? '' },
  ]
}
