import { words } from '@/words'

export default words(
  {
    title: '店铺设置', text: '买家看到的店名、颜色和公示信息,以及订单按什么规则走。', saved: '设置已保存', save: '保存设置', profile: '店铺', name: '店铺名称', address: '店铺地址', phone: '客服电话', phoneHint: '显示在订单页,买家可以直接拨打。', notice: '公告', noticeHint: '显示在首页顶部,最多 200 字。',
    colour: '主题色', colourHint: '用在价格和主要按钮上。', contrastFine: '和背景的对比度 {ratio} : 1,清楚。', contrastMended: '这个颜色太浅,对比度只有 {ratio} : 1。文字和按钮会自动改用更深的同色,保证看得清。', preview: '店铺里的样子', buy: '立即购买',
    licence: '营业信息公示', licenceText: '依法应在店铺首页显著位置持续公示(电子商务法第十五条),显示在店铺页脚。', company: '经营者名称', licenceNo: '统一社会信用代码', icp: 'ICP 备案号', licencePicture: '营业执照图片',
    rules: '订单规则', order_close_minutes: '未付款订单关闭', auto_receive_days: '发货后自动确认收货', complete_after_days: '收货后交易完成', low_stock_at: '库存低于多少提醒', margin_floor: '活动利润底线', marginFloorHint: '售价扣掉成本和全部让利后,至少留下这么多;0 表示不低于成本。', refund_review: '发货前的退款申请需要我审核', refundReviewHint: '关闭后,买家在发货前申请退款会立即退回。', guarantee: '担保交易', guaranteeHint: '货款冻结在微信支付,订单完成后才放给你,也才能分账。需要开通微信支付「分账」;发货 2 天 + 自动收货 + 收货后完成不能超过 28 天。', minutes: '分钟', days: '天', pieces: '件', range: '{low} 到 {high}',
    documents: '协议与隐私政策', documentsText: '买家登录时同意的条款。发布新版本后,买家下次下单时会再次确认。', terms: '服务协议', privacy: '隐私政策', version: '第 {n} 版', publishedAt: '{when} 发布', standard: '标准文本', edit: '修改', publish: '发布新版本', published: '新版本已发布', zh: '中文', en: '英文', markdown: '支持 Markdown。',
  },
  {
    title: 'Settings', text: 'Name, colour and legal notice that buyers see, and the rules that orders follow.', saved: 'Settings saved', save: 'Save settings', profile: 'Shop', name: 'Shop name', address: 'Shop address', phone: 'Service phone', phoneHint: 'On the order page; buyers can call it.', notice: 'Notice', noticeHint: 'At the top of the home page, up to 200 characters.',
    colour: 'Theme colour', colourHint: 'For prices and main buttons.', contrastFine: '{ratio} : 1 against the ground: clear.', contrastMended: 'Too light: {ratio} : 1. Text and buttons take a darker tone of it by themselves, so that it can be read.', preview: 'In the shop', buy: 'Buy now',
    licence: 'Legal notice', licenceText: 'The law asks for it on the home page at all times (E-commerce law, art. 15); it stands in the shop’s footer.', company: 'Operator', licenceNo: 'Unified social credit code', icp: 'ICP number', licencePicture: 'Picture of the licence',
    rules: 'Order rules', order_close_minutes: 'Unpaid orders close after', auto_receive_days: 'Counts as received after shipping in', complete_after_days: 'Completed after receipt in', low_stock_at: 'Warn when stock falls to', margin_floor: 'Margin floor of campaigns', marginFloorHint: 'What must be left of the price after cost and everything given away; 0 means never below cost.', refund_review: 'I decide on refund requests before shipping', refundReviewHint: 'When off, refunds asked for before shipping are given at once.', guarantee: 'Guarantee', guaranteeHint: 'Money stays frozen at WeChat Pay until the order is completed, and can be shared. Needs profit sharing at WeChat Pay; 2 days to ship + days to receive + days to complete are at most 28.', minutes: 'minutes', days: 'days', pieces: 'pieces', range: '{low} to {high}',
    documents: 'Terms and privacy', documentsText: 'What buyers agree to. After a new version they are asked again at their next order.', terms: 'Terms of service', privacy: 'Privacy policy', version: 'Version {n}', publishedAt: 'published {when}', standard: 'standard text', edit: 'Change', publish: 'Publish a new version', published: 'New version published', zh: 'Chinese', en: 'English', markdown: 'Markdown works.',
  },
)
