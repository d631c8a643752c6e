/** What stops with a campaign in whose kind others give, in words; empty where none does. */
import type { Campaign } from '@/transport/types'
import { useWords, words } from '@/words'

export function useStopsWith(): (campaign: Pick<Campaign, 'pays_for'>) => string {
  const t = useWords(
    words(
      { paysFor: '正在用它发奖励的活动:{titles}。暂停或结束之后,它们的奖励就发不出去了。' },
      { paysFor: 'Campaigns that give their rewards in it: {titles}. While it is paused or over they can give none.' },
    ),
  )
  return ({ pays_for }) => (pays_for.length ? t('paysFor', { titles: pays_for.map((one) => one.title).join('、') }) : '')
}
