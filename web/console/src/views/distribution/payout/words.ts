import { words } from '@/words'

export default words(
  {
    title: '{who} 的提现', back: '佣金提现', amounts: '金额', gross: '提现金额', fee: '手续费', tax: '代扣个税', net: '到账', estimate: '个税和到账是按今天估算的,发放时按当月累计重新计算。', working: '个税怎么算的',
    who: '收款人', real: '实名', realNone: '没有实名信息', verified: '微信已核对姓名', unverified: '首次到账后由微信核对', balance: '现在可提现', keeper: '看店主',
    steps: '经过', by: { shopkeeper: '店主', system: '系统', wechat: '微信' }, wechat: '微信', number: '商户单号', bill: '微信转账单号', state: '微信状态', asked: '已问 {n} 次,{when} 再问',
    lines: '付的是哪些佣金', linesText: '每笔佣金最多付一次;负数是付过之后又退款的部分,从这次扣回。', line: '商品', oldOrder: '早先的订单', amount: '金额', money: '账本', moneyText: '每一分钱从哪里到哪里。', reference: '微信单号',
    retry: '立即问微信', retried: '已再次询问微信', cancel: '撤销', cancelTitle: '撤销这笔提现?', cancelText: '还没确认收款的可以撤销,金额退回店主的可提现佣金。', cancelled: '已请求撤销', print: '打印付款凭单', slip: '佣金付款凭单', slipNote: '本凭单由系统生成,个人所得税由本店代扣代缴。',
    stage: { posted: '已入账', pending: '预留', captured: '已扣款', voided: '已取消' },
  },
  {
    title: 'Pay-out of {who}', back: 'Pay-outs', amounts: 'Amounts', gross: 'Amount', fee: 'Fee', tax: 'Tax withheld', net: 'Arrives', estimate: 'Tax and net are an estimate of today; they are worked out again when it is sent.', working: 'How the tax was worked out',
    who: 'Recipient', real: 'Real name', realNone: 'No real name', verified: 'WeChat has checked the name', unverified: 'WeChat checks it with the first pay-out', balance: 'Available now', keeper: 'See the shopkeeper',
    steps: 'What happened', by: { shopkeeper: 'Shopkeeper', system: 'System', wechat: 'WeChat' }, wechat: 'WeChat', number: 'Our number', bill: 'WeChat’s number', state: 'WeChat’s state', asked: 'Asked {n} times, again {when}',
    lines: 'Which commission it pays', linesText: 'Each is paid once; below zero is what was paid and then refunded, taken off here.', line: 'Goods', oldOrder: 'An earlier order', amount: 'Amount', money: 'Ledger', moneyText: 'Where every fen came from and went to.', reference: 'WeChat’s number',
    retry: 'Ask WeChat now', retried: 'WeChat is asked again', cancel: 'Withdraw', cancelTitle: 'Withdraw this pay-out?', cancelText: 'Possible until it is confirmed; the amount is available to the shopkeeper again.', cancelled: 'WeChat is asked to withdraw it', print: 'Print the slip', slip: 'Slip of commission paid', slipNote: 'Made by the system; income tax was withheld by the shop.',
    stage: { posted: 'Posted', pending: 'Held', captured: 'Taken', voided: 'Let go' },
  },
)
