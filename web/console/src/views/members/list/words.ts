import { words } from '@/words'

export default words(
  {
    title: '会员', text: '有过完成订单、会员卡或积分的客户。消费和订单按等级规则的统计天数计算,退款不算。', person: '会员', level: '等级', until: '有效期', points: '积分', spend: '计入消费', orders: '计入订单',
    anyLevel: '全部等级', pointsMin: '积分不少于', spendMin: '消费不少于(元)', supers: '只看超级用户', emptyTitle: '还没有会员', emptyText: '设置好等级和积分,订单完成后会员会出现在这里。', setUp: '设置等级与积分',
  },
  {
    title: 'Members', text: 'Everybody with a completed order, a card or points. Spend and orders count in the window of the level rules, without refunds.', person: 'Member', level: 'Level', until: 'Until', points: 'Points', spend: 'Spend that counts', orders: 'Orders that count',
    anyLevel: 'All levels', pointsMin: 'Points from', spendMin: 'Spend from (yuan)', supers: 'Super users only', emptyTitle: 'No members yet', emptyText: 'Set levels and points up; members appear here once orders are completed.', setUp: 'Set up',
  },
)
