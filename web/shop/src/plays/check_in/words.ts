/** The words of the check-in; everything else is said by the shop. */

import { speaker } from '@/words'

const zh = {
  title: '签到',
  page_title: '每日签到',
  nth: '第 {nth} 天',
  today: '今天',
  check_in: '签到领 {reward}',
  coupon: '{price} 券',
  points: '{count} 积分',
  checked: '今天已签到,明天再来',
  done: '签到成功,{reward}已到账',
  earned: '累计领到 {reward}',
  see_coupons: '看我的券',
  see_points: '看我的积分',
  missed: '漏掉的日子',
  make_up: '补签',
  make_up_left: '还有 {count} 张补签卡,补签只接上天数',
  make_up_none: '没有补签卡了',
  made_up: '已补签',
  remind: '提醒我明天签到',
  reminded: '明天 10:00 还没签就提醒你',
  remind_done: '好,明天 10:00 还没签就提醒你',
  rules: '规则',
  none: '现在没有签到活动',
  none_text: '商家开始后会出现在这里。',
  home_hint: '今天可领 {reward}',
  home_done: '今天已签',
} as const

const en: Record<keyof typeof zh, string> = {
  title: 'Check-in',
  page_title: 'Daily check-in',
  nth: 'Day {nth}',
  today: 'Today',
  check_in: 'Check in for {reward}',
  coupon: 'a coupon of {price}',
  points: '{count} points',
  checked: 'Done for today; come again tomorrow',
  done: 'Checked in: {reward} for you',
  earned: 'So far: {reward}',
  see_coupons: 'See my coupons',
  see_points: 'See my points',
  missed: 'Missed days',
  make_up: 'Make up',
  make_up_left: '{count} make-ups left; they only keep the row',
  make_up_none: 'No make-up left',
  made_up: 'Made up',
  remind: 'Remind me tomorrow',
  reminded: 'You hear at 10:00 if you have not come',
  remind_done: 'You will hear tomorrow at 10:00 if you have not come',
  rules: 'Rules',
  none: 'No check-in now',
  none_text: 'It shows up here once the shop starts one.',
  home_hint: 'Today: {reward}',
  home_done: 'Done today',
}

export type Word = keyof typeof zh

export const t = speaker<Word>({ 'zh-CN': zh, en })
