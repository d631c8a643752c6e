import { words } from '@/words'

export default words(
  {
    title: '账本', text: '复式记账,只增不改:每一分从哪个账户来、到哪个账户去,都能查到。', back: '账本', account: '账户', lies: '钱在哪里', balance: '余额', held: '冻结', sum: '所有账户合计', sumFine: '为 0,账是平的', sumWrong: '不为 0:请立即联系系统管理员,并保留现场',
    owners: '{n} 位店主', open: '看流水', kinds: { buyers: '买家那里', wechat_merchant_account: '微信支付商户号', wechat_frozen: '微信支付冻结中', receivers: '分账接收方', wechat_fees: '微信支付', merchant_bank: '商家银行账户', elsewhere: '其他系统', promise: '承诺,还在货款或收入里', shopkeepers: '店主那里', winners: '获奖人那里', tax_office: '税务机关' }, emptyTitle: '还没有账户', emptyText: '第一笔订单付款后,账户会自动建立。',
    statement: '流水', period: '起止日期', from: '开始', to: '结束', export: '导出 XLSX', opening: '期初', closing: '期末', change: '本期变动', at: '时间', memo: '事项', order: '订单', reference: '微信单号', amount: '变动', running: '余额', why: '为什么',
    noLinesTitle: '这段时间没有流水', noLinesText: '换一段日期看看。', d7: '近 7 天', d30: '近 30 天', d90: '近 90 天',
  },
  {
    title: 'Ledger', text: 'Double entry, never edited: for each fen, the account it came from and the one it went to.', back: 'Ledger', account: 'Account', lies: 'Where the money is', balance: 'Balance', held: 'Held', sum: 'All accounts together', sumFine: 'is 0: the books balance', sumWrong: 'is not 0: tell the administrator at once and change nothing',
    owners: '{n} shopkeepers', open: 'Statement', kinds: { buyers: 'With the buyers', wechat_merchant_account: 'Merchant account at WeChat Pay', wechat_frozen: 'Frozen at WeChat Pay', receivers: 'With receivers', wechat_fees: 'WeChat Pay', merchant_bank: 'Merchant’s bank', elsewhere: 'Other systems', promise: 'A promise; still in orders’ money or earnings', shopkeepers: 'With shopkeepers', winners: 'With winners of prizes', tax_office: 'Tax office' }, emptyTitle: 'No accounts yet', emptyText: 'They are made with the first paid order.',
    statement: 'Statement', period: 'Period', from: 'From', to: 'To', export: 'Export XLSX', opening: 'Opening', closing: 'Closing', change: 'Change', at: 'When', memo: 'What', order: 'Order', reference: 'WeChat number', amount: 'Amount', running: 'Balance', why: 'Why',
    noLinesTitle: 'Nothing moved in this period', noLinesText: 'Try other days.', d7: '7 days', d30: '30 days', d90: '90 days',
  },
)
