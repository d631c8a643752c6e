import { yuan } from '@/format/money'
import { minute } from '@/format/time'
import type { Column } from '@/table/column'
import type { RefundRow } from '@/transport/types'
import { named, type Say } from '@/words'

import type pageWords from './words'

/** The goods of a refund in one line; freight alone says so. */
export function goodsOf(row: RefundRow, freight: string): string {
  const text = row.lines.map((line) => [line.title, line.option_text, `×${line.quantity}`].filter(Boolean).join(' ')).join('、')
  return text || freight
}

export function refundColumns(t: Say<(typeof pageWords)['zh-CN']>): Column<RefundRow>[] {
  return [
    { key: 'order', label: t('order'), width: 150, always: true, text: (row) => row.order_number },
    { key: 'goods', label: t('goods'), minWidth: 200, text: (row) => goodsOf(row, t('freight')) },
    { key: 'amount', label: t('amount'), width: 108, align: 'right', always: true, text: (row) => yuan(row.amount_fen) },
    { key: 'reason', label: t('reason'), minWidth: 160, text: (row) => row.reason },
    { key: 'by', label: t('by'), width: 80, text: (row) => named('by', row.by) },
    { key: 'state', label: t('state'), width: 108, text: (row) => named('refundState', row.state) },
    { key: 'created', label: t('created'), width: 152, text: (row) => minute(row.created_at) },
    { key: 'decided', label: t('decided'), width: 152, spare: true, text: (row) => (row.decided_at ? minute(row.decided_at) : '') },
    { key: 'acts', label: '', width: 148, align: 'right', always: true, text: () => '' },
  ]
}
