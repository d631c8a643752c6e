import { words } from '@/words'

export default words(
  {
    title: '助力记录', none: '还没有人发起助力', noneSuch: '没有这样的助力', all: '全部', person: '发起人', nobody: '未留昵称', reward: '助满得到', coupon: '优惠券', helped: '助力',
    until: '助力截止', order: '订单', more: '再看一些', waiting: '待核对',
    promises: { open: '进行中', kept: '助满待下单', given: '已得到', gone: '没有成' } as Record<string, string>,
  },
  {
    title: 'Runs', none: 'Nobody has asked for help yet', noneSuch: 'None like that', all: 'All', person: 'Person', nobody: 'No nickname', reward: 'Unlocks', coupon: 'Coupon', helped: 'Helped',
    until: 'Helping ends', order: 'Order', more: 'Show more', waiting: 'In review',
    promises: { open: 'Going on', kept: 'Full, to be ordered', given: 'Given', gone: 'Came to nothing' } as Record<string, string>,
  },
)
