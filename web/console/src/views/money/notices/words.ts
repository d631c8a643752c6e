import { words } from '@/words'

export default words(
  {
    title: '支付通知', text: '微信支付发来的每一次通知,和我们据此做了什么。重复的通知只会生效一次。', at: '收到时间', event: '内容', number: '商户单号', outcome: '结果', emptyTitle: '还没有收到通知', emptyText: '买家付款或退款后,微信会把结果发到这里。',
    events: { TRANSACTION_SUCCESS: '付款成功', REFUND_SUCCESS: '退款成功', REFUND_ABNORMAL: '退款异常', REFUND_CLOSED: '退款关闭' },
    outcomes: { paid: '已记为付款', succeeded: '已入账', refunded: '已记为退款', repeated: '重复,未再处理', known: '已处理过', mismatch: '金额对不上,没有入账', unknown: '找不到对应的单子', ignored: '无需处理', closed: '已关闭', abnormal: '退款异常', recorded: '已记录' },
  },
  {
    title: 'Payment notices', text: 'Every notice WeChat Pay sent and what was made of it. A repeated notice counts once.', at: 'Received', event: 'What', number: 'Our number', outcome: 'Outcome', emptyTitle: 'No notices yet', emptyText: 'WeChat tells the result here after a payment or refund.',
    events: { TRANSACTION_SUCCESS: 'Paid', REFUND_SUCCESS: 'Refunded', REFUND_ABNORMAL: 'Refund failed', REFUND_CLOSED: 'Refund closed' },
    outcomes: { paid: 'Booked as paid', succeeded: 'Booked', refunded: 'Booked as refunded', repeated: 'Repeated, nothing done', known: 'Known already', mismatch: 'Amount differs, not booked', unknown: 'No such number', ignored: 'Nothing to do', closed: 'Closed', abnormal: 'Refund failed', recorded: 'Recorded' },
  },
)
