import { words } from '@/words'

export default words(
  {
    back: '活动', paid: '实收', paidText: '已付款 {n} 笔,退款 {value}', orders: '付款订单', ordersText: '共下单 {n} 笔', cost: '花费', costText: '付款订单少收的钱,加上发出去的券、奖励和积分', noOrders: '没有自己的订单,回报要看发出的券和积分用在哪里', newCustomers: '新客', newText: '第一次在这家店付款的人', costPerNew: '每个新客的花费', noNew: '还没有新客', back1: '每花 1 元带来实收', noReturn: '还没有花费', declared: '玩法数据', loss: '亏损由预算承担:已用掉的名额亏 {used},最多亏 {most}(按现在的成本)',
    days: '每天', metrics: { paid_fen: '实收', orders: '付款订单', people: '打开的人' }, noDays: '还没有数据。有人打开或下单后,这里按天画出来。', reach: '传播', shares: '分享', people: '打开的人', helpers: '助力的人', opens: '打开次数', apart: '不计入人数', robots: '机器人和预览 {n} 次', self: '自己打开 {n} 次', stopped: '已停止:{reason}', window: '{from} 至 {to}', hours: '{h} 小时 {m} 分', minutes: '{m} 分钟', budget: '预算', rectify: '请在 {when} 前按微信的通知整改,逾期可能被限制分享能力。', thin: '售价或成本变了,按最坏情况已低于底线。活动不会自动停,请到「设置」核对后决定。',
  },
  {
    back: 'Campaigns', paid: 'Paid', paidText: '{n} paid, {value} refunded', orders: 'Paid orders', ordersText: '{n} placed in all', cost: 'Cost', costText: 'What paid orders were spared, and coupons, rewards and points given', noOrders: 'It has no orders of its own; see where its coupons and points are used', newCustomers: 'New customers', newText: 'Paid in this shop for the first time', costPerNew: 'Cost of a new customer', noNew: 'None yet', back1: 'Paid for ¥1 of cost', noReturn: 'It has cost nothing yet', declared: 'Figures of the play', loss: 'The budget bears the loss: {used} for what was taken, {most} at most (by today’s costs)',
    days: 'By day', metrics: { paid_fen: 'Paid', orders: 'Paid orders', people: 'People who opened' }, noDays: 'Nothing yet. Once somebody opens it or orders, each day is drawn here.', reach: 'Reach', shares: 'Shares', people: 'People', helpers: 'Helpers', opens: 'Opens', apart: 'Not counted as people', robots: '{n} by robots and previews', self: '{n} by themselves', stopped: 'Stopped: {reason}', window: '{from} to {to}', hours: '{h} h {m} min', minutes: '{m} min', budget: 'Budget', rectify: 'Put it right as WeChat asks by {when}; later it may lose the ability to share.', thin: 'A price or cost has changed and at worst it is below the floor. It runs on; look at its settings and decide.',
  },
)
