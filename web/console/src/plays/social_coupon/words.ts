import { words } from '@/words'

export default words(
  {
    title: '转赠明细', none: '还没有买家转赠', person: '买家', nobody: '买家', taken: '领走', face: '每份', until: '截止', order: '订单', more: '再看 30 单',
    states: { open: '领取中', full: '已领完', expired: '到期收回', refunded: '退款收回', stopped: '活动结束收回', refused: '核对未通过' } as Record<string, string>,
  },
  {
    title: 'Passed on, order by order', none: 'No buyer has passed anything on', person: 'Buyer', nobody: 'A buyer', taken: 'Taken', face: 'Each', until: 'Until', order: 'Order', more: '30 more',
    states: { open: 'Open', full: 'All taken', expired: 'Hours over', refunded: 'Order refunded', stopped: 'Campaign over', refused: 'Refused after review' } as Record<string, string>,
  },
)
