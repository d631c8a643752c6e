import { yuan } from '@/format/money'
import { minute } from '@/format/time'
import type { Column } from '@/table/column'
import type { ProductRow } from '@/transport/types'
import { named, type Say } from '@/words'

import type pageWords from './words'

export function categoryOf(row: ProductRow): string {
  return row.category?.name ?? ''
}

export function priceText(row: ProductRow): string {
  return row.price_fen === row.price_max_fen ? yuan(row.price_fen) : `${yuan(row.price_fen)} – ${yuan(row.price_max_fen)}`
}

export function productColumns(t: Say<(typeof pageWords)['zh-CN']>): Column<ProductRow>[] {
  return [
    { key: 'product', label: t('product'), minWidth: 240, always: true, text: (row) => row.title },
    { key: 'code', label: t('code'), width: 128, spare: true, text: (row) => row.code },
    { key: 'category', label: t('category'), width: 104, text: categoryOf },
    { key: 'price', label: t('price'), width: 168, align: 'right', text: priceText },
    { key: 'available', label: t('available'), width: 100, align: 'right', text: (row) => String(row.available) },
    { key: 'sold', label: t('sold'), width: 84, align: 'right', text: (row) => String(row.sold_count) },
    { key: 'state', label: t('state'), width: 96, text: (row) => named('productState', row.state) },
    { key: 'updated', label: t('updated'), width: 150, text: (row) => minute(row.updated_at) },
    { key: 'acts', label: '', width: 116, align: 'right', always: true, text: () => '' },
  ]
}
