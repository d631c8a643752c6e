import { words } from '@/words'

export default words(
  {
    title: '发出的券', none: '还没有发出', person: '领取人', nobody: '未留昵称', face: '面额', off: '减掉', until: '有效期至', more: '再看一些', order: '订单',
    states: { ready: '可用', used: '已用', spent: '已核销', expired: '已过期' } as Record<string, string>,
    all: '全部', noneSuch: '没有这样的券',
  },
  {
    title: 'Coupons given', none: 'None given yet', person: 'Person', nobody: 'No nickname', face: 'Worth', off: 'Taken off', until: 'Good until', more: 'Show more', order: 'Order',
    states: { ready: 'Ready', used: 'Used', spent: 'Spent', expired: 'Expired' } as Record<string, string>,
    all: 'All', noneSuch: 'None like that',
  },
)
