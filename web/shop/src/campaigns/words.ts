/** The words of the play centre and of what a person has begun; each play says its own by the server. */

import { speaker } from '@/words'

const zh = {
  centre: '活动中心',
  centre_hint: '正在进行的活动都在这里',
  centre_empty: '现在没有活动',
  centre_empty_text: '商家开展活动后会出现在这里。',
  go_home: '看看商品',
  all_of: '全部 {count} 个',
  ends_in: '剩 {time}',
  ended: '已结束',
  for_whom: '给{who}',
  mine: '我参加的',
  mine_hint: '各种活动里属于你的,都在这里',
  open: '进行中',
  done: '已达成',
  over: '已结束',
  mine_empty_open: '没有正在进行的',
  mine_empty_done: '还没有达成的',
  mine_empty_over: '没有已结束的',
  mine_empty_text: '去活动中心看看有什么可以参加。',
  until: '剩 {time}',
}

const en: typeof zh = {
  centre: 'Play centre',
  centre_hint: 'Everything that runs now',
  centre_empty: 'Nothing runs now',
  centre_empty_text: 'What the shop offers will stand here.',
  go_home: 'See the goods',
  all_of: 'All {count}',
  ends_in: '{time} left',
  ended: 'Over',
  for_whom: 'For {who}',
  mine: 'What I joined',
  mine_hint: 'All that is yours of every campaign',
  open: 'Open',
  done: 'Reached',
  over: 'Over',
  mine_empty_open: 'Nothing is open',
  mine_empty_done: 'Nothing reached yet',
  mine_empty_over: 'Nothing is over',
  mine_empty_text: 'The play centre shows what one can join.',
  until: '{time} left',
}

export const t = speaker<keyof typeof zh>({ 'zh-CN': zh, en })
