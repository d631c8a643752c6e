import { words } from '@/words'

export default words(
  {
    title: '退款', text: '同意后原路退回买家的微信支付;失败的可以再试,不会重复退。', tabs: '退款状态', search: '订单号 / 商品', order: '订单', goods: '退什么',
    amount: '金额', reason: '原因', by: '谁提出', state: '状态', created: '提出时间', decided: '处理时间', emptyTitle: '没有退款', emptyText: '买家申请或你主动退款后,会列在这里。',
    approve: '同意退款', reject: '拒绝', retry: '再次退款', approveTitle: '同意退款 {value}', approveText: '钱会原路退回买家的微信支付,通常几分钟内到账。同意后不能撤回。',
    approved: '已同意,正在退款', rejected: '已拒绝', retried: '已再次提交', rejectTitle: '拒绝退款申请', rejectText: '理由会告诉买家。请写清楚原因和可以怎么办。', rejectNote: '理由', rejectHint: '例如:商品已发出,收到后可以走退货',
    freight: '运费', andMore: '等 {n} 种',
  },
  {
    title: 'Refunds', text: 'Approved refunds go back the way they were paid. Failed ones can be sent again and never pay twice.', tabs: 'Refund state', search: 'Order / goods', order: 'Order', goods: 'What',
    amount: 'Amount', reason: 'Reason', by: 'Asked by', state: 'State', created: 'Asked', decided: 'Decided', emptyTitle: 'No refunds', emptyText: 'Refunds that buyers ask for or you make are listed here.',
    approve: 'Approve', reject: 'Reject', retry: 'Send again', approveTitle: 'Refund {value}', approveText: 'The money goes back to the buyer’s WeChat Pay, mostly within minutes. This cannot be undone.',
    approved: 'Approved. It is on its way', rejected: 'Rejected', retried: 'Sent again', rejectTitle: 'Reject this request', rejectText: 'The buyer reads the reason. Say why, and what they can do instead.', rejectNote: 'Reason', rejectHint: 'For example: already shipped; you can return it on arrival',
    freight: 'Freight', andMore: 'and more, {n} kinds',
  },
)
