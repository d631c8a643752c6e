import { words } from '@/words'

export default words(
  {
    title: '消息', text: '店铺告诉顾客的每一件事:有没有发出去,没发出去是为什么。顾客在商城的「消息」里都能看到。', settings: '消息设置',
    states: '消息状态', kind: '通知类型', anyKind: '全部类型', created: '时间', person: '顾客', nameless: '微信用户', content: '内容', state: '结果', way: '渠道', sent: '发出时间', tries: '第 {n} 次尝试',
    next: '{time} 再试', waits: '{time} 发送', mini: '小程序', official: '公众号', emptyTitle: '还没有消息', emptyText: '订单发货、退款到账、拼团有结果时,会告诉顾客,并列在这里。',
    week: '近 7 天', told: '告诉顾客', byWechat: '微信已发出', waiting: '等待发送', skipped: '未发送', failed: '发送失败', why: '没有发出去的原因', allFine: '近 7 天没有落下的消息。',
    names: { queued: '待发送', waiting: '等安静时段结束', sending: '正在发送', sent: '已发送', skipped: '未发送', failed: '发送失败' },
  },
  {
    title: 'Messages', text: 'Everything the shop told its customers: whether it went out, and why not. Customers find all of it under Messages in the shop.', settings: 'Settings',
    states: 'State', kind: 'Kind', anyKind: 'All kinds', created: 'Time', person: 'Customer', nameless: 'WeChat user', content: 'Message', state: 'Outcome', way: 'By', sent: 'Sent', tries: 'try {n}',
    next: 'again at {time}', waits: 'goes out at {time}', mini: 'Mini program', official: 'Official account', emptyTitle: 'No messages yet', emptyText: 'Parcels, refunds and decided teams are told to customers and listed here.',
    week: 'Last 7 days', told: 'Told', byWechat: 'Sent by WeChat', waiting: 'Waiting', skipped: 'Not sent', failed: 'Failed', why: 'Why some did not go out', allFine: 'Nothing was left behind in the last 7 days.',
    names: { queued: 'To be sent', waiting: 'Quiet hours', sending: 'Being sent', sent: 'Sent', skipped: 'Not sent', failed: 'Failed' },
  },
)
