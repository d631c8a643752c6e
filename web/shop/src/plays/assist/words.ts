/** The words of this play; everything else is said by the shop. */

import { speaker } from '@/words'

const zh = {
  title: '助力',
  buy: '按活动价买',
  own_price: '单独买 {price}',
  left: '还剩 {count} 件',
  empty: '现在没有这个活动',
  empty_text: '商家开始活动后会出现在这里。',
  go_look: '去逛逛',
}

const en: Record<keyof typeof zh, string> = {
  title: 'Assist',
  buy: 'Buy at this price',
  own_price: 'Alone {price}',
  left: '{count} left',
  empty: 'Nothing is running',
  empty_text: 'It appears here once the shop begins a campaign.',
  go_look: 'Look around',
}

export const t = speaker<keyof typeof zh>({ 'zh-CN': zh, en })
