import { words } from '@/words'

export default words(
  {
    title: '这笔钱', whole: '查每一步流水', goods: '商品', freight: '运费', adjust: '改价与优惠', paid: '买家实付', paidBy: '买家实付({method})', payable: '买家应付', refunded: '已退给买家', refunding: '正在退给买家',
    fee: '微信支付手续费', feeLater: '{when} 出账单', feeLate: '账单还没下载到', part: '分给 {who}', keeps: '到手', keepsBefore: '到手(未扣手续费)', kept: '实收', transaction: '微信支付单号',
    partState: { registered: '完成后分', sharing: '分账中', shared: '已分', failed: '没分成,归店铺', void: '已取消' },
    heads: {
      unpaid: '买家还没有付款。', free: '优惠抵扣了全部金额,这个订单没有货款。', frozen: '预计到手 {keeps},最晚 {when} 到账。', frozenSome: '预计到手 {keeps}。', open: '到手 {keeps},钱已经在你的微信支付商户号里。', releasing: '订单已完成,{keeps} 正在放给你。',
      stuck: '{keeps} 还没有放给你,需要你处理。', arrived: '到手 {keeps},{when} 已到账。', refunded: '货款已全部退给买家。', refundedLoss: '货款已全部退给买家,店铺另外承担 {loss}。',
    },
    texts: {
      unpaid: '', free: '没有经过微信支付,没有手续费;退货时退回积分和优惠,不退钱。', frozen: '微信支付担保中,订单完成后自动放款,不用申请。', open: '没有冻结。订单完成前买家还可能退款,完成后才算收入。', releasing: '先分账,再解冻,一般几分钟;微信还没确认收货时要等它结算。',
      stuck: '微信没有放款。原因和重试都在下面的「担保货款」里。', arrived: '在微信支付商户号的余额里;提现到银行卡请到微信支付商户平台。', refunded: '退款按原路回到买家的微信支付。',
    },
    whyNot: '为什么还没到账', miles: { paid: '买家付款', formed: '拼团成功', shipped: '发货', received: '确认收货', completed: '订单完成', arrived: '到账' }, latest: '最晚 {when}', overdue: '已过 {when}', beforeFee: '还没扣微信手续费。', waits: { paid: '等付款', formed: '等人凑齐', shipped: '等发货', received: '发货后开始计时', completed: '收货后开始计时', arrived: '等微信放款' },
    blocks: {
      case: '有售后还没处理完,处理完才会放款。', refund_asked: '买家申请了退款,等你同意或拒绝。', refunding: '有 {value} 正在退给买家,不会放给你。', wechat_waits: '微信回复「{why}」,系统会自动再试,不用管。', wechat_refused: '微信拒绝放款:{why}',
    },
    see: '去处理', bills: '看对账',
  },
  {
    title: 'This money', whole: 'Every step in the books', goods: 'Goods', freight: 'Freight', adjust: 'Price change', paid: 'Buyer paid', paidBy: 'Buyer paid ({method})', payable: 'Buyer pays', refunded: 'Given back', refunding: 'On its way back',
    fee: 'WeChat Pay’s fee', feeLater: 'known from the bill, {when}', feeLate: 'the bill has not come yet', part: 'To {who}', keeps: 'You keep', keepsBefore: 'You keep (before the fee)', kept: 'Kept', transaction: 'WeChat transaction',
    partState: { registered: 'when completed', sharing: 'on its way', shared: 'shared', failed: 'failed, stays with you', void: 'cancelled' },
    heads: {
      unpaid: 'The buyer has not paid.', free: 'Discounts paid for all of it: there is no money.', frozen: 'You will keep {keeps}, there by {when} at the latest.', frozenSome: 'You will keep {keeps}.', open: 'You keep {keeps}; it is in your WeChat Pay account already.', releasing: 'The order is completed; {keeps} is being released to you.',
      stuck: '{keeps} has not been released and needs you.', arrived: 'You kept {keeps}; it arrived {when}.', refunded: 'All of it went back to the buyer.', refundedLoss: 'All of it went back to the buyer; the shop bears {loss} besides.',
    },
    texts: {
      unpaid: '', free: 'Nothing went through WeChat Pay and there is no fee; what comes back are points and coupons.', frozen: 'WeChat Pay holds it under the guarantee and releases it by itself once the order is completed.', open: 'Nothing is frozen. Until the order is completed the buyer may have it back; then it counts as income.', releasing: 'Shares first, then the rest, mostly within minutes; until WeChat knows of the receipt it waits.',
      stuck: 'WeChat did not release it. Its reason and a new try are under Guarantee below.', arrived: 'In the balance of your WeChat Pay account; draw it to the bank on WeChat Pay’s merchant site.', refunded: 'It goes back the way it was paid.',
    },
    whyNot: 'Why it is not there yet', miles: { paid: 'Paid', formed: 'Team filled', shipped: 'Shipped', received: 'Received', completed: 'Completed', arrived: 'Arrives' }, latest: '{when} at the latest', overdue: 'was due {when}', beforeFee: 'WeChat’s fee is not taken off yet.', waits: { paid: 'waits for payment', formed: 'waits for people', shipped: 'waits to be shipped', received: 'counts from shipping', completed: 'counts from receipt', arrived: 'waits for WeChat' },
    blocks: {
      case: 'An after-sales case is open; nothing is released until it ends.', refund_asked: 'The buyer asks for the money back and waits for your decision.', refunding: '{value} is on its way back to the buyer and will not come to you.', wechat_waits: 'WeChat says “{why}”; it is tried again by itself.', wechat_refused: 'WeChat refused: {why}',
    },
    see: 'Decide', bills: 'See the bills',
  },
)
