import { yuan } from '@/format/money'
import { minute } from '@/format/time'
import type { Column } from '@/table/column'
import type { CaseRow } from '@/transport/types'
import { named, type Say } from '@/words'

import type pageWords from './words'

/** The goods of a case in one line. */
export function goodsOf(row: CaseRow): string {
  return row.lines.map((line) => [line.title, line.option_text, `×${line.quantity}`].filter(Boolean).join(' ')).join('、')
}

export function caseColumns(t: Say<(typeof pageWords)['zh-CN']>): Column<CaseRow>[] {
  return [
    { key: 'kind', label: t('kind'), width: 104, always: true, text: (row) => named('caseKind', row.kind) },
    { key: 'goods', label: t('goods'), minWidth: 240, text: goodsOf },
    { key: 'why', label: t('why'), width: 132, text: (row) => named('caseReason', row.reason) },
    { key: 'amount', label: t('amount'), width: 112, align: 'right', text: (row) => (row.kind === 'exchange' ? '' : yuan(row.refunded_fen || row.amount_fen)) },
    { key: 'state', label: t('state'), width: 164, always: true, text: (row) => named('caseState', row.state) },
    { key: 'deadline', label: t('deadline'), width: 150, text: (row) => (row.deadline_at ? minute(row.deadline_at) : '') },
    { key: 'buyer', label: t('buyer'), width: 120, text: (row) => [row.buyer.nickname, row.buyer.phone_last4].filter(Boolean).join(' ') },
    { key: 'order', label: t('order'), width: 178, text: (row) => row.order_number },
    { key: 'applied', label: t('applied'), width: 146, text: (row) => minute(row.applied_at) },
  ]
}
