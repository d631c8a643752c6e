import { yuan } from '@/format/money'
import { minute } from '@/format/time'
import type { Column } from '@/table/column'
import type { ProductRow } from '@/transport/types'
import { named, type Say } from '@/words'

import type pageWords from './words'

export function categoryOf(row: ProductRow): string {
  return typeof row.category === 'string' ? row.category : (row.category?.name ?? '')
}

export function priceText(row: ProductRow): string {
  return row.price_fen === row.price_max_fen ? yuan(row.price_fen) : `${yuan(row.price_fen)} – ${yuan(row.price_max_fen)}`
}

export function productColumns(t: Say<(typeof pageWords)['zh-CN']>): Column<ProductRow>[] {
  return [
    { key: 'product', label: t('product'), minWidth: 300, always: true, text: (row) => row.title },
    { key: 'code', label: t('code'), width: 128, spare: true, text: (row) => row.code },
    { key: 'category', label: t('category'), width: 120, text: categoryOf },
    { key: 'price', label: t('price'), width: 176, align: 'right', sort: 'price', text: priceText },
    { key: 'available', label: t('available'), width: 108, align: 'right', text: (row) => String(row.available) },
    { key: 'sold', label: t('sold'), width: 88, align: 'right', sort: 'sold', text: (row) => String(row.sold_count) },
    { key: 'state', label: t('state'), width: 108, text: (row) => named('productState', row.state) },
    { key: 'updated', label: t('updated'), width: 152, sort: 'updated', text: (row) => minute(row.updated_at) },
    { key: 'acts', label: '', width: 128, align: 'right', always: true, text: () => '' },
  ]
}
