import { words } from '@/words'

export default words(
  {
    title: '每一次砍价', none: '还没有人发起', person: '发起人', nobody: '未留昵称', goods: '商品', price: '砍到', floor: '底价', cuts: '刀数', people: '帮砍', state: '状态', more: '再看一些', order: '订单', look: '核对',
    states: { open: '进行中', ordered: '已下单', used: '已买下', over: '已结束', refused: '核对不通过' } as Record<string, string>, waiting: '待核对',
  },
  {
    title: 'Every bargain', none: 'Nobody has started one', person: 'Started by', nobody: 'No nickname', goods: 'Goods', price: 'Price', floor: 'Floor', cuts: 'Cuts', people: 'Helped', state: 'State', more: 'Show more', order: 'Order', look: 'Review',
    states: { open: 'Running', ordered: 'Ordered', used: 'Bought', over: 'Over', refused: 'Refused' } as Record<string, string>, waiting: 'To review',
  },
)
