import { words } from '@/words'

export default words(
  {
    title: '分账接收方', text: '订单完成后,微信按这里的比例把货款分给供应商、合伙人或员工。一笔订单的全部分账最多 30%。', add: '添加接收方', addTitle: '添加分账接收方', editTitle: '修改固定比例', who: '接收方', relation: '关系', standing: '固定比例', told: '微信登记', kind: '类型', account: '账号', accountMerchant: '对方的微信支付商户号,8–10 位数字', accountPerson: '对方在你的小程序(或公众号)里的 openid', name: '名称', nameMerchant: '商户全称,必须和微信支付登记的一致', namePerson: '真实姓名,可不填;填了微信会核对', custom: '写明关系', customHint: '最多 10 个字', standingHint: '每笔已付款的担保订单自动登记这一部分;所有接收方合计最多 30%。填 0 表示不自动分账。', added: '已添加,正在告诉微信', saved: '已保存', remove: '删除', removeTitle: '删除这个接收方?', removeText: '以后的订单不再分给它;已经登记的分账要先放款。', removed: '已删除', tellAgain: '再次登记', toldDone: '已再次告诉微信', waiting: '等待登记', edit: '修改', emptyTitle: '还没有接收方', emptyText: '添加供应商或合伙人,订单完成时由微信直接分给他们。', sum: '固定比例合计 {percent}%,最多 30%',
    personNote: '个人接收方收到后不能退回:买家放款后退款,这部分由店铺承担。',
    kinds: { MERCHANT_ID: '商户', PERSONAL_OPENID: '个人' },
    relations: { STAFF: '员工', STORE: '门店', STORE_OWNER: '店主', PARTNER: '合作伙伴', HEADQUARTER: '总部', BRAND: '品牌方', DISTRIBUTOR: '分销商', USER: '用户', SUPPLIER: '供应商', SERVICE_PROVIDER: '服务商', CUSTOM: '自定义' },
  },
  {
    title: 'Receivers', text: 'When an order is completed, WeChat gives these parts of its money to suppliers, partners or staff. All shares of an order are at most 30%.', add: 'Add a receiver', addTitle: 'Add a receiver', editTitle: 'Change the standing share', who: 'Receiver', relation: 'Relation', standing: 'Standing share', told: 'At WeChat', kind: 'Kind', account: 'Account', accountMerchant: 'Its WeChat Pay merchant number, 8–10 digits', accountPerson: 'Its openid in your mini program or official account', name: 'Name', nameMerchant: 'The full name, as registered at WeChat Pay', namePerson: 'Real name; optional, WeChat checks it when given', custom: 'Which relation', customHint: 'At most 10 characters', standingHint: 'Registered for every order paid under the guarantee; all together at most 30%. 0 means nothing by itself.', added: 'Added; WeChat is being told', saved: 'Saved', remove: 'Remove', removeTitle: 'Remove this receiver?', removeText: 'Later orders give it nothing; what is registered must be released first.', removed: 'Removed', tellAgain: 'Tell WeChat again', toldDone: 'WeChat was told again', waiting: 'Waiting', edit: 'Change', emptyTitle: 'No receivers yet', emptyText: 'Add a supplier or partner; WeChat gives them their part when an order is completed.', sum: 'Standing shares add up to {percent}% of at most 30%',
    personNote: 'Persons cannot give back: when a buyer gets a refund after the release, the shop bears this part.',
    kinds: { MERCHANT_ID: 'Merchant', PERSONAL_OPENID: 'Person' },
    relations: { STAFF: 'Staff', STORE: 'Store', STORE_OWNER: 'Store owner', PARTNER: 'Partner', HEADQUARTER: 'Headquarters', BRAND: 'Brand', DISTRIBUTOR: 'Distributor', USER: 'User', SUPPLIER: 'Supplier', SERVICE_PROVIDER: 'Service provider', CUSTOM: 'Custom' },
  },
)
