import { words } from '@/words'

export default words(
  {
    title: '概览', paid: '今日收款', orders: '今日付款订单', placed: '今日下单', refunded: '今日退款', people: '今日新客', yesterday: '昨日 {value}',
    attention: '先处理这些', calm: '现在没有等你处理的事。', trend: '近 30 天收款', trendOrders: '付款订单', todayLabel: '今天', noTrend: '还没有收款。第一笔订单付款后,这里会画出每天的收款。',
    top: '近 30 天卖得多', noTop: '还没有卖出商品。', sold: '售出 {n} 件', highest: '最高 {value}', perDay: '每天平均 {value}', sum: '30 天合计 {value}',
    opening: '开店还差几步', openingDone: '{done} / {all} 已完成', goNow: '现在就做', shopTitle: '让买家进来', shopText: '微信里打开链接,或扫码。',
    kinds: {
      amount_mismatch: '付款金额对不上的订单', refund_failed: '没有退成功的退款', to_ship: '待发货订单', ship_late: '超过承诺发货时间', refund_requested: '待处理的退款申请', aftersales_open: '待处理的售后单', aftersales_due: '快要超时的售后单', low_stock: '库存偏低的规格', wechat_upload_failed: '发货信息没能上传微信', keys_missing: '还没有填写微信支付密钥', licence_missing: '还没有填写营业执照', notice_failed: '没有通过验证的支付通知', campaigns_stopped: '收到微信违规通知、已停止的活动', campaigns_thin: '有商品跌破利润底线的活动', helps_held: '待核对的砍价和助力', member_prices_thin: '会员价跌破利润底线的规格', messages_failed: '没有发出去的消息', release_failed: '没有成功的担保放款', guarantee_ending: '3 天内微信会自动解冻的担保货款', guarantee_ended: '微信已自动解冻、订单还没完成的货款', differences_open: '待处理的对账差异', bills_late: '没有下载到的微信账单', return_freight: '待处理的退货运费', complaints_overdue: '已经超时的投诉', complaints_due: '12 小时内到期的投诉', approvals_waiting: '等你复核的操作', compliance_open: '待核对的合规发现', appeals_open: '待处理的归属申诉', applications_waiting: '待审核的店主申请', payouts_review: '待审核的佣金提现', payouts_ready: '待发放的佣金提现', payouts_stuck: '微信没有受理的提现', prizes_stuck: '微信没有受理的现金奖金', tax_due: '还没登记缴税的月份',
    },
    stepTexts: { has_product: '有图、标题、售价和库存就能上架,大约一分钟。', has_freight: '不设就是全国包邮。按件、按重量、满额包邮都可以。', has_keys: '填好并通过测试,买家才能付款。先要开两步验证。', has_licence: '电商法要求在店铺首页公示。', has_wechat_app: '买家在微信里登录、下单用。', has_contact: '订单页上的客服电话,买家能直接拨打。' },
    steps: { has_product: '上架第一件商品', has_freight: '设置运费', has_keys: '填写微信支付密钥', has_licence: '填写营业执照', has_wechat_app: '绑定小程序或公众号', has_contact: '填写客服电话' },
  },
  {
    title: 'Overview', paid: 'Paid today', orders: 'Paid orders today', placed: 'Placed today', refunded: 'Refunded today', people: 'New people today', yesterday: '{value} yesterday',
    attention: 'First things first', calm: 'Nothing is waiting for you.', trend: 'Paid, last 30 days', trendOrders: 'paid orders', todayLabel: 'today', noTrend: 'Nothing paid yet. Once the first order is paid, each day is drawn here.',
    top: 'Best sellers, 30 days', noTop: 'Nothing sold yet.', sold: '{n} sold', highest: 'Highest {value}', perDay: '{value} a day', sum: '{value} in 30 days',
    opening: 'A few steps to go', openingDone: '{done} of {all} done', goNow: 'Do it now', shopTitle: 'Let buyers in', shopText: 'Open the link in WeChat, or scan.',
    kinds: {
      amount_mismatch: 'Orders whose payment differs', refund_failed: 'Refunds that failed', to_ship: 'Orders to ship', ship_late: 'Late against the promised day', refund_requested: 'Refund requests to decide', aftersales_open: 'After-sales cases to handle', aftersales_due: 'After-sales cases about to run out', low_stock: 'Variants low in stock', wechat_upload_failed: 'Shipping info WeChat has not taken', keys_missing: 'WeChat Pay keys are missing', licence_missing: 'The business licence is missing', notice_failed: 'Payment notices that failed verification', campaigns_stopped: 'Campaigns stopped on a notice of WeChat', campaigns_thin: 'Campaigns with goods below the profit floor', helps_held: 'Helps to review', member_prices_thin: 'Member prices below the profit floor', messages_failed: 'Messages that were not sent', release_failed: 'Releases that failed', guarantee_ending: 'Guaranteed money that WeChat lets go of within 3 days', guarantee_ended: 'Let go of by WeChat before the order was completed', differences_open: 'Differences to settle', bills_late: 'WeChat bills that have not come', return_freight: 'Return freight to decide about or to pay', complaints_overdue: 'Complaints past their time', complaints_due: 'Complaints due within 12 hours', approvals_waiting: 'Acts that wait for your decision', compliance_open: 'Compliance findings to look into', appeals_open: 'Appeals to decide', applications_waiting: 'Applications of shopkeepers', payouts_review: 'Pay-outs to review', payouts_ready: 'Pay-outs to send', payouts_stuck: 'Pay-outs WeChat has not taken', prizes_stuck: 'Prizes WeChat has not taken', tax_due: 'Months whose tax is to be handed on',
    },
    stepTexts: { has_product: 'A picture, a title, a price and stock are enough; about a minute.', has_freight: 'Without one, freight is free everywhere. By piece, by weight, or free from an amount.', has_keys: 'Once they pass the test, buyers can pay. Two-step sign-in comes first.', has_licence: 'The e-commerce law wants it on the shop’s first page.', has_wechat_app: 'Buyers sign in and order with it inside WeChat.', has_contact: 'Shown on orders, so that buyers can call.' },
    steps: { has_product: 'Put the first product on sale', has_freight: 'Set the freight', has_keys: 'Enter the WeChat Pay keys', has_licence: 'Enter the business licence', has_wechat_app: 'Link a mini program or account', has_contact: 'Enter a service phone' },
  },
)
