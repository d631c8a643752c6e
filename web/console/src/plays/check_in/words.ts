import { words } from '@/words'

export default words(
  { title: '每天签到', none: '还没有人签到', day: '日期', people: '签到', first: '其中第一次', paid: '发出奖励', points: '{n} 积分' },
  { title: 'Day by day', none: 'Nobody has checked in yet', day: 'Day', people: 'Check-ins', first: 'For the first time', paid: 'Rewards', points: '{n} points' },
)
