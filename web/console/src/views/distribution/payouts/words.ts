import { words } from '@/words'

export default words(
  {
    title: '佣金提现', text: '店主申请提现后,佣金先冻结;审核、两人复核发放后,由微信转给本人,本人确认才到账。到不了账的,自动退回可提现佣金。',
    tabs: '提现进度', tab: { review: '待审核', ready: '待发放', confirming: '进行中', failed: '未成', done: '已到账', all: '全部' },
    who: '店主', asked: '申请时间', gross: '提现金额', tax: '代扣个税', fee: '手续费', net: '到账', state: '进度', note: '说明', estimate: '发放时按当月累计重新计算', until: '{when} 前确认有效', again: '微信暂未受理,会自动再问',
    approve: '通过', approveSome: '通过所选', approved: '已通过', refuse: '不通过', refuseTitle: '不通过这笔提现?', refuseText: '金额会退回店主的可提现佣金,理由会告诉店主。', refuseReason: '理由,店主会看到', refused: '已退回',
    send: '发放所选', sendTitle: '发放 {n} 笔,共 {money}?', sendText: '到账金额从商户号的可用余额转出。需要另一位同事复核;没有其他人能复核时,凭动态码由你一个人完成。', sent: '已发放,微信正在受理', chosen: '已选 {n} 笔,到账 {money}', name: '未起昵称',
    rules: '提现规则', emptyTitle: '这里还没有提现', emptyText: '佣金过了退货期就能提现,店主在「我的收益」里申请。',
  },
  {
    title: 'Pay-outs', text: 'A request holds the commission; reviewed and sent by two people, WeChat transfers it, and it arrives when the person confirms. What does not arrive is available again by itself.',
    tabs: 'How far', tab: { review: 'To review', ready: 'To send', confirming: 'Under way', failed: 'Came to nothing', done: 'Paid', all: 'All' },
    who: 'Shopkeeper', asked: 'Asked', gross: 'Amount', tax: 'Tax withheld', fee: 'Fee', net: 'Arrives', state: 'How far', note: 'Note', estimate: 'Worked out again by the month when it is sent', until: 'To be confirmed by {when}', again: 'WeChat has not taken it yet and is asked again',
    approve: 'Approve', approveSome: 'Approve these', approved: 'Approved', refuse: 'Decline', refuseTitle: 'Decline this pay-out?', refuseText: 'The amount is available to the shopkeeper again, who is told why.', refuseReason: 'Why; the shopkeeper reads it', refused: 'Given back',
    send: 'Send these', sendTitle: 'Send {n}, {money} in all?', sendText: 'What arrives leaves your available balance at WeChat Pay. A colleague must agree; when nobody else could, you do it alone with a code of this moment.', sent: 'Sent; WeChat is taking them', chosen: '{n} chosen, {money} arrive', name: 'No nickname',
    rules: 'Rules', emptyTitle: 'No pay-outs here yet', emptyText: 'Commission can be paid out when returns have ended; shopkeepers ask for it among their earnings.',
  },
)
