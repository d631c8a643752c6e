/** The words of prizes in money; everything else is said by the shop. */

import { speaker } from '@/words'

const zh = {
  title: '现金奖金',
  empty: '还没有现金奖金',
  empty_text: '参加商家的现金红包活动后会出现在这里。',
  year: '年度收入与个税',
  note: '奖金按偶然所得由商家代扣 20% 个人所得税,余额转到微信零钱。',
  name_first: '领取前请填写实名信息',
  name_text: '奖金要按实名申报个人所得税。',
  name_go: '去填写',
  gross: '奖金(税前)',
  tax: '代扣个税',
  net: '到账',
  until: '{time} 前领取,过期失效',
  confirm_until: '{time} 前在微信里确认收款',
  collect: '领取',
  collected: '已提交,请在微信里确认收款',
  confirm: '确认收款',
  confirm_asked: '已确认,马上到账',
  confirm_cancelled: '还没有确认,可以稍后再来',
  confirm_failed: '微信没有打开收款页,请稍后再试',
  confirm_here: '请在微信里打开本店确认收款',
} as const

const en: Record<keyof typeof zh, string> = {
  title: 'Prizes',
  empty: 'No prizes yet',
  empty_text: 'They show up here after you took part in a campaign that gives money.',
  year: 'Income and tax by year',
  note: 'The shop withholds 20 % tax on prizes; the rest comes to your WeChat wallet.',
  name_first: 'Give your real name first',
  name_text: 'The tax on a prize is declared under it.',
  name_go: 'Give it',
  gross: 'Prize before tax',
  tax: 'Tax withheld',
  net: 'You receive',
  until: 'Ask for it by {time}, or it lapses',
  confirm_until: 'Confirm it in WeChat by {time}',
  collect: 'Receive it',
  collected: 'On its way: confirm it in WeChat',
  confirm: 'Confirm',
  confirm_asked: 'Confirmed; it arrives in a moment',
  confirm_cancelled: 'Not confirmed yet; come back any time',
  confirm_failed: 'WeChat did not open its page; try again later',
  confirm_here: 'Open this shop in WeChat to confirm',
}

export const t = speaker<keyof typeof zh>({ 'zh-CN': zh, en })
