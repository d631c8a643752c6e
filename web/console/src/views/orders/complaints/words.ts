import { words } from '@/words'

export default words(
  {
    title: '投诉', text: '微信支付投诉要在 24 小时内首次回复、72 小时内处理完;小程序交易投诉每一步 48 小时。超时按商家责任处理,可能直接扣款退给买家。', columns: { overdue: '已超时', due: '待处理', waiting: '等待买家', finished: '已完结' } as Record<string, string>,
    empty: { overdue: '没有超时的投诉', due: '没有待处理的投诉', waiting: '没有等待中的投诉', finished: '还没有完结的投诉' } as Record<string, string>, more: '再看一些', tabs: '投诉看板',
    sources: { pay: '微信支付投诉', mini: '小程序交易投诉' } as Record<string, string>, types: { REFUND: '申请退款', SERVICE_NOT_WORK: '服务未生效', OTHERS: '其他问题' } as Record<string, string>,
    dueFor: { reply: '首次回复', finish: '处理完成', step: '本步处理' } as Record<string, string>, left: '{what}还剩 {time}', late: '{what}已超时 {time}', hoursMinutes: '{h} 小时 {m} 分', daysHours: '{d} 天 {h} 小时', noDue: '等待对方或平台处理', ended: '{when} 完结',
    userWaits: '买家有新留言', again: '第 {n} 次投诉', refunded: '已全额退款', verdicts: { approved: '已同意退款', rejected: '已拒绝退款' } as Record<string, string>,
    notWatched: '投诉通知地址还没有在微信登记成功', notWatchedText: '系统会定时查询投诉,不会漏掉,但可能晚几分钟。{error}', orderless: '不是本店的订单', order: '订单', amount: '订单金额', asks: '申请退款', began: '投诉时间', phone: '联系电话', showPhone: '查看', number: '投诉单号', said: '协商记录', sides: { shopper: '买家', merchant: '商家', wechat: '微信' } as Record<string, string>,
    wordless: { MERCHANT_CONFIRM_COMPLETE: '商家标记已处理完成', USER_REVOKE_COMPLAINT: '买家撤销了投诉' } as Record<string, string>, pictures: '图片 {n} 张', refunds: '因投诉退款', why: '资金去向', tried: '处理结果', actStates: { asked: '等待微信回答,系统会自动重试', done: '已提交', refused: '微信没有接受' } as Record<string, string>,
    acts: { reply: '回复', approve: '同意退款', reject: '拒绝退款', complete: '标记完结', accept: '认可投诉', dispute: '不认可', proof: '补充凭证', refund_proof: '提交处理凭证', appeal: '申诉' } as Record<string, string>,
    hints: { reply: '买家会看到,最多 200 字', reject: '写清原因,买家会看到', accept: '打算怎样解决', dispute: '写清事实和依据', proof: '补充说明', refund_proof: '做了什么,例如:已原路退款 68 元', appeal: '为什么不应由商家负责' } as Record<string, string>,
    days: '预计几个工作日内退款', daysHint: '0 表示当天', approveText: '同意后请尽快退款,可以在这里直接退。', completeText: '请在真正解决之后再标记。买家再次投诉会计入重复投诉率。', refundNow: '立即退款', refundText: '把订单里还没退的全部退回买家的微信支付,已发出的商品不用寄回。不能撤回。', refundDone: '已退款,到账后会自动关联', done: '已提交给微信', asked: '微信暂时没有回答,系统会自动重试', refresh: '刷新', totpFirst: '处理投诉前,请先开启两步验证。',
  },
  {
    title: 'Complaints', text: 'WeChat Pay complaints need a first reply within 24 hours and an end within 72; each step of a mini-program complaint has 48 hours. Past that the merchant is held liable and the amount may be taken.', columns: { overdue: 'Overdue', due: 'To answer', waiting: 'Waiting', finished: 'Finished' } as Record<string, string>,
    empty: { overdue: 'Nothing is overdue', due: 'Nothing to answer', waiting: 'Nothing is waiting', finished: 'Nothing has finished yet' } as Record<string, string>, more: 'Show more', tabs: 'Board of complaints',
    sources: { pay: 'WeChat Pay', mini: 'Mini program' } as Record<string, string>, types: { REFUND: 'Asks for a refund', SERVICE_NOT_WORK: 'Service did not work', OTHERS: 'Something else' } as Record<string, string>,
    dueFor: { reply: 'First reply', finish: 'Finish', step: 'This step' } as Record<string, string>, left: '{what}: {time} left', late: '{what}: {time} late', hoursMinutes: '{h} h {m} min', daysHours: '{d} d {h} h', noDue: 'Somebody else’s turn', ended: 'Finished {when}',
    userWaits: 'New words of the buyer', again: 'Complaint no. {n}', refunded: 'Refunded in full', verdicts: { approved: 'Refund agreed', rejected: 'Refund rejected' } as Record<string, string>,
    notWatched: 'WeChat does not call us about complaints yet', notWatchedText: 'They are asked for by the clock, so none is missed, but some come minutes later. {error}', orderless: 'No order of this shop', order: 'Order', amount: 'Order amount', asks: 'Refund asked', began: 'Complained', phone: 'Phone', showPhone: 'Show', number: 'Number', said: 'What was said', sides: { shopper: 'Buyer', merchant: 'Shop', wechat: 'WeChat' } as Record<string, string>,
    wordless: { MERCHANT_CONFIRM_COMPLETE: 'The shop marked it finished', USER_REVOKE_COMPLAINT: 'The buyer took it back' } as Record<string, string>, pictures: '{n} pictures', refunds: 'Refunds because of it', why: 'Where the money went', tried: 'What was done', actStates: { asked: 'Waits for WeChat; tried again by itself', done: 'Taken', refused: 'WeChat did not accept it' } as Record<string, string>,
    acts: { reply: 'Reply', approve: 'Agree to refund', reject: 'Reject refund', complete: 'Mark finished', accept: 'Accept', dispute: 'Dispute', proof: 'Add proof', refund_proof: 'Prove what was done', appeal: 'Appeal' } as Record<string, string>,
    hints: { reply: 'The buyer reads it; at most 200 characters', reject: 'Say why; the buyer reads it', accept: 'How it will be solved', dispute: 'Say the facts', proof: 'What else there is to say', refund_proof: 'What was done, for example: refunded 68 yuan', appeal: 'Why the shop is not to blame' } as Record<string, string>,
    days: 'Working days until the refund', daysHint: '0 means today', approveText: 'Refund soon after; it can be done right here.', completeText: 'Only once it is truly solved: a buyer who complains again counts against the shop.', refundNow: 'Refund now', refundText: 'All that is left of the order goes back to the buyer’s WeChat Pay; goods that have left are not sent back. This cannot be undone.', refundDone: 'Refunded; it is linked once it arrives', done: 'Taken by WeChat', asked: 'WeChat does not answer right now; it is tried again by itself', refresh: 'Refresh', totpFirst: 'Turn on two-step sign-in before handling complaints.',
  },
)
