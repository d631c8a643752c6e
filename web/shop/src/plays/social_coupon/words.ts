/** The words of coupons passed on; everything else is said by the shop. */

import { speaker } from '@/words'

const zh = {
  title: '送朋友的券',
  offer: '这一单可以送朋友 {count} 张 {price} 元券',
  offer_text: '送不送随你,送了自己没有奖励;朋友确认后领取,{hours} 小时内有效。',
  pass_on: '送给朋友',
  passed: '已送出,被领走 {claimed}/{count}',
  over: '送券已结束,被领走 {claimed}/{count}',
  from: '{name} 送你一张券',
  from_me: '你送出的券',
  each: '每张 {price} 元,都一样',
  left: '还有 {count} 张',
  none_left: '已经领完',
  ends_in: '剩 {time}',
  ended: '领取已结束',
  ended_refunded: '订单已退款,没领的已收回',
  take: '确认领取',
  take_hint: '看过下面的规则再确认',
  taken: '你已经领到',
  taken_done: '领到了,在「我的券」里',
  shop: '去店里逛逛',
  share: '发给朋友',
  takers: '已领的人',
  nobody: '还没有人领',
  me: '我',
  rules: '全部规则',
  not_here: '请到小程序领取',
  not_here_text: '微信里的网页不能领取分享的券。',
  open_mini: '打开小程序',
} as const

const en: Record<keyof typeof zh, string> = {
  title: 'Coupons for friends',
  offer: 'This order can pass on {count} coupons of {price} yuan',
  offer_text: 'As you like: nothing is given to you for it. Friends confirm to take one, within {hours} hours.',
  pass_on: 'Pass them on',
  passed: 'Passed on, {claimed} of {count} taken',
  over: 'Over, {claimed} of {count} were taken',
  from: '{name} passes a coupon on to you',
  from_me: 'What you passed on',
  each: '{price} yuan each, all the same',
  left: '{count} left',
  none_left: 'All are taken',
  ends_in: '{time} left',
  ended: 'They can no longer be taken',
  ended_refunded: 'The order was refunded; what nobody took went back',
  take: 'Confirm and take one',
  take_hint: 'Read the rules below before you confirm',
  taken: 'You have one',
  taken_done: 'It is among your coupons now',
  shop: 'Look around the shop',
  share: 'Send to friends',
  takers: 'Who took one',
  nobody: 'Nobody yet',
  me: 'Me',
  rules: 'All rules',
  not_here: 'Take it in the mini program',
  not_here_text: 'Web pages inside WeChat may not give coupons that are shared.',
  open_mini: 'Open the mini program',
}

export type Word = keyof typeof zh

export const t = speaker<Word>({ 'zh-CN': zh, en })
