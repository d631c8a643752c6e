import { words } from '@/words'

/** Every figure with what it means: a figure without its definition is not shown. */
export default words(
  {
    title: '增长', how: '每个数怎么算', text: '每个活动在这段时间里带来了什么、花了多少。', from: '开始', to: '结束', play: '玩法', state: '状态', compare: '对比选中的 {n} 个', comparePick: '选 2 到 4 个活动对比', pick: '选「{title}」来对比', cut: '活动太多,只列出最近开始的 500 个;缩短时间可以看到其余的。',
    emptyTitle: '这段时间没有活动', emptyText: '换一段时间,或者发布一个活动。', campaign: '活动', few: '订单少', fewWhy: '付款订单不到 20 笔,一两单就能改变比例,先别下结论。', unknown: '成本未填', unknownWhy: '有 {n} 个规格没有填成本,贡献和回报算不出来,这里不猜。', nothing: '没有可以除的数', noOrders: '还没有付款订单。自己没有订单的玩法,它发的券和积分用在别的订单里。', together: '合计(去重)', togetherWhy: '一个订单、一个人、一分钱只算一次,不论同时属于几个活动;打开的人不能跨活动相加,所以不合计。', shared: '其中 {n} 笔同时用了别的活动', refunded: '退款 {value}', ofShares: '{n} 次分享', times: '{n} 次', placed: '共下单 {n} 笔',
    loss: '预算承担亏损 {value}',
    figures: { starts_at: '开始', people: '打开的人', opens: '打开', helpers: '助力的人', paid_orders: '付款订单', paid_fen: '实收', new_customers: '新客', cost_fen: '花费', cost_per_new_customer_fen: '每个新客的花费', return_bp: '每花 1 元的贡献' },
    means: {
      starts_at: '活动开始的时间。只列出活动时间和所选日期有重叠的活动,草稿不算。', people: '从分享打开页面的不同的人;没登录的按设备算。不含自己打开自己的分享和机器人。', opens: '这些人打开的次数。', helpers: '按了确认、真的帮了忙的不同的人;等待核对的不算。没有助力的玩法是 0。', paid_orders: '在所选日期里付款的订单,按付款那一天算。', paid_fen: '这些订单实付的钱,含运费,没有减退款。',
      new_customers: '第一次在这家店付款、并且这一单没有全额退款的人。', cost_fen: '付款订单少收的钱(全额退款的不算),加上发出去还占着预算的券和奖励。一个活动用另一个活动的券来发奖,两边各记一次,不能相加。', cost_per_new_customer_fen: '花费除以新客,向下取整。不是每个新客都因为这个活动才来。', return_bp: '贡献除以花费。贡献 = 实收 - 退款 - 货品成本(按现在的成本价);没有扣佣金、手续费和运费。',
    },
  },
  {
    title: 'Growth', how: 'How each figure is made', text: 'What each campaign brought and cost in these days.', from: 'From', to: 'To', play: 'Play', state: 'State', compare: 'Compare these {n}', comparePick: 'Choose 2 to 4 to compare', pick: 'Choose “{title}” to compare', cut: 'There are many: the 500 that began last are listed. Narrow the days to see others.',
    emptyTitle: 'No campaigns in these days', emptyText: 'Choose other days, or publish one.', campaign: 'Campaign', few: 'Few orders', fewWhy: 'Fewer than 20 paid orders: one or two change every share. Too early to judge.', unknown: 'Cost unknown', unknownWhy: '{n} variants have no cost, so contribution and return cannot be told. Nothing is guessed.', nothing: 'Nothing to divide by', noOrders: 'No paid order yet. A play without orders of its own gives coupons and points that are used in other orders.', together: 'Together, nothing twice', togetherWhy: 'An order, a person and a fen count once, whichever campaigns they belong to. People who opened cannot be added up, so they are not.', shared: '{n} with another campaign, too', refunded: '{value} refunded', ofShares: '{n} shares', times: '{n} times', placed: '{n} placed in all',
    loss: '{value} lost, borne by the budget',
    figures: { starts_at: 'Begins', people: 'People', opens: 'Opens', helpers: 'Helpers', paid_orders: 'Paid orders', paid_fen: 'Paid', new_customers: 'New customers', cost_fen: 'Cost', cost_per_new_customer_fen: 'Cost of a new customer', return_bp: 'Contribution for ¥1' },
    means: {
      starts_at: 'When it begins. Campaigns whose time touches these days are listed; drafts are not.', people: 'Distinct people who opened a share; devices before they sign in. Openings by oneself and by robots are left out.', opens: 'How often they opened.', helpers: 'Distinct people who confirmed and helped; what waits for review is left out. 0 for plays without help.', paid_orders: 'Orders paid in these days, each on its day of payment.', paid_fen: 'What these orders paid, freight included, refunds not taken off.',
      new_customers: 'People who paid here for the first time, by an order that was not refunded whole.', cost_fen: 'What paid orders were spared (not those refunded whole), and what coupons and rewards still hold of the budget. What one campaign gives in the coupons of another stands in both and cannot be added.', cost_per_new_customer_fen: 'Cost by new customers, rounded down. Not each of them came because of it.', return_bp: 'Contribution by cost. Contribution = paid - refunded - goods at today’s cost; before commission, fees and freight.',
    },
  },
)
