import { words } from '@/words'

export default words(
  {
    title: '对比活动', text: '从各自的第一天数起,整个活动期间的数字。', back: '增长', figure: '数字', byDay: '按活动的第几天', nth: '第 {n} 天', metrics: { paid_fen: '实收', paid_orders: '付款订单', new_customers: '新客', people: '打开的人' }, twice: '有 {n} 笔订单同时属于其中几个活动,每个活动都算了这一单。合起来去重后是 {orders} 笔、{paid}。', apart: '这几个活动没有共同的订单。', none: '还没有可以画的数字。', unequal: '活动长短不同:比较总数时先看天数。',
  },
  {
    title: 'Compare campaigns', text: 'From the first day of each, over their whole lives.', back: 'Growth', figure: 'Figure', byDay: 'By the day of each campaign', nth: 'Day {n}', metrics: { paid_fen: 'Paid', paid_orders: 'Paid orders', new_customers: 'New customers', people: 'People' }, twice: '{n} orders belong to more than one of them and count for each. Together, nothing twice: {orders} orders, {paid}.', apart: 'They have no order in common.', none: 'Nothing to draw yet.', unequal: 'They last differently long: mind the days before comparing totals.',
  },
)
