import { yuan } from '@/format/money'
import { minute } from '@/format/time'
import type { Column } from '@/table/column'
import type { CampaignRow } from '@/transport/types'
import { named, type Say } from '@/words'

import { shownState } from '../state'
import type pageWords from './words'

export function campaignColumns(t: Say<(typeof pageWords)['zh-CN']>, playName: (code: string) => string): Column<CampaignRow>[] {
  return [
    { key: 'campaign', label: t('campaign'), minWidth: 220, always: true, text: (row) => row.title },
    { key: 'play', label: t('play'), width: 104, spare: true, text: (row) => playName(row.play) },
    { key: 'state', label: t('state'), width: 104, text: (row) => named('campaignState', shownState(row)) },
    { key: 'window', label: t('window'), width: 172, text: (row) => `${minute(row.starts_at)} – ${minute(row.ends_at)}` },
    { key: 'skus', label: t('skus'), width: 72, align: 'right', spare: true, text: (row) => String(row.skus) },
    { key: 'orders', label: t('orders'), width: 80, align: 'right', text: (row) => String(row.orders) },
    { key: 'paid', label: t('paid'), width: 128, align: 'right', text: (row) => yuan(row.paid_fen) },
    { key: 'discount', label: t('discount'), width: 116, align: 'right', text: (row) => yuan(row.discount_fen) },
    { key: 'budget', label: t('budget'), width: 168, text: (row) => (row.budget_fen === null ? t('noBudget') : `${yuan(row.spent_fen)} / ${yuan(row.budget_fen)}`) },
    { key: 'acts', label: '', width: 152, align: 'right', always: true, text: () => '' },
  ]
}
