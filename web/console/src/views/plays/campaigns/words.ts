import { words } from '@/words'

export default words(
  {
    title: '活动', tabs: '活动状态', search: '活动名称', play: '玩法', new: '新建活动', campaign: '活动', window: '时间', skus: '规格', orders: '订单', paid: '实收', discount: '让利', budget: '预算', state: '状态',
    emptyTitle: '还没有活动', emptyText: '选一种玩法,定好价格、人数和预算。发布前会逐个规格核对利润,低于底线的发不出去。', noBudget: '不限', spent: '{spent} / {budget}', spentLabel: '预算已用 {share}%', remove: '删除草稿', removeTitle: '删除「{title}」', removeText: '草稿还没有发布过,删除后找不回来。',
    stop: '立即停止', result: '结果', open: '继续编辑', stopped: '因「{reason}」停止', orderCount: '{n} 笔订单', until: '{from} 至 {to}', pieces: '{n} 个规格',
  },
  {
    title: 'Campaigns', tabs: 'Campaign state', search: 'Name of the campaign', play: 'Play', new: 'New campaign', campaign: 'Campaign', window: 'When', skus: 'Variants', orders: 'Orders', paid: 'Paid', discount: 'Given', budget: 'Budget', state: 'State',
    emptyTitle: 'No campaigns yet', emptyText: 'Choose a play, set prices, people and a budget. Before it is published every variant is checked against your profit floor.', noBudget: 'No limit', spent: '{spent} of {budget}', spentLabel: '{share}% of the budget used', remove: 'Delete draft', removeTitle: 'Delete “{title}”', removeText: 'It was never published. It cannot be brought back.',
    stop: 'Stop now', result: 'Result', open: 'Go on', stopped: 'Stopped: {reason}', orderCount: 'Orders: {n}', until: '{from} to {to}', pieces: 'variants: {n}',
  },
)
