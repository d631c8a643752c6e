import { words } from '@/words'

export default words(
  {
    title: '助力', text: '用了这个优惠的订单。', order: '订单', person: '买家', nobody: '未留昵称', discount: '优惠', state: '状态', at: '时间', newCampaign: '新建活动',
    emptyTitle: '还没有人用', emptyText: '发布活动后,第一个下单的人会出现在这里。',
    states: { held: '已使用', released: '已退回' } as Record<string, string>,
  },
  {
    title: 'Assist', text: 'Orders that took this discount.', order: 'Order', person: 'Buyer', nobody: 'No nickname', discount: 'Discount', state: 'State', at: 'When', newCampaign: 'New campaign',
    emptyTitle: 'Nobody yet', emptyText: 'Once a campaign is published, whoever orders first appears here.',
    states: { held: 'Used', released: 'Given back' } as Record<string, string>,
  },
)
