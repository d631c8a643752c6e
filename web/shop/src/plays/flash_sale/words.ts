/** The words of flash sales; everything else is said by the shop. */

import { speaker } from '@/words'

const zh = {
  title: '秒杀',
  list_title: '限时秒杀',
  list_empty: '现在没有秒杀',
  list_empty_text: '商家安排场次后会出现在这里。',
  go_look: '去逛逛',
  more: '全部场次',
  on: '抢购中',
  next: '即将开始',
  over: '已结束',
  tomorrow: '明天 {clock}',
  ends_in: '距结束 {time}',
  begins_in: '距开始 {time}',
  buy: '马上抢',
  left: '剩 {left} / {quota}',
  left_only: '剩 {left} 件',
  sold_out: '已抢完',
  waiting: '{count} 件等待付款,不付会放回',
  none_waiting: '没有等待付款的,这一场不会再有',
  remind: '提醒我',
  reminded: '已设提醒',
  remind_done: '开始前 5 分钟提醒你',
  own_price: '平时 {price}',
  look_again: '再看看',
  share: '分享',
  rules: '规则',
  rules_less: '收起规则',
} as const

const en: Record<keyof typeof zh, string> = {
  title: 'Flash sale',
  list_title: 'Flash sales',
  list_empty: 'No flash sale now',
  list_empty_text: 'They show up here once the shop plans some.',
  go_look: 'Look around',
  more: 'All slots',
  on: 'On now',
  next: 'Coming',
  over: 'Over',
  tomorrow: 'Tomorrow {clock}',
  ends_in: 'ends in {time}',
  begins_in: 'begins in {time}',
  buy: 'Buy now',
  left: '{left} of {quota} left',
  left_only: '{left} left',
  sold_out: 'Sold out',
  waiting: '{count} wait for payment and may come back',
  none_waiting: 'None waits for payment; this slot has no more',
  remind: 'Remind me',
  reminded: 'You will be reminded',
  remind_done: 'You will be told 5 minutes before',
  own_price: 'usually {price}',
  look_again: 'Look again',
  share: 'Share',
  rules: 'Rules',
  rules_less: 'Fewer',
}

export type Word = keyof typeof zh

export const t = speaker<Word>({ 'zh-CN': zh, en })
