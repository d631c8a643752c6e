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
    { key: 'order', label: t('order'), width: 168, always: true, text: (row) => row.order_number },
    { key: 'goods', label: t('goods'), minWidth: 240, text: (row) => goodsOf(row, t('freight')) },
    { key: 'amount', label: t('amount'), width: 120, align: 'right', always: true, text: (row) => yuan(row.amount_fen) },
    { key: 'reason', label: t('reason'), minWidth: 180, text: (row) => row.reason },
    { key: 'by', label: t('by'), width: 96, text: (row) => named('by', row.by) },
    { key: 'state', label: t('state'), width: 120, text: (row) => named('refundState', row.state) },
    { key: 'created', label: t('created'), width: 152, text: (row) => minute(row.created_at) },
    { key: 'decided', label: t('decided'), width: 152, spare: true, text: (row) => (row.decided_at ? minute(row.decided_at) : '') },
    { key: 'acts', label: '', width: 156, align: 'right', always: true, text: () => '' },
  ]
}
