import { words } from '@/words'

export default words(
  {
    title: '个税代扣', text: '给店主付佣金时,店铺是扣缴义务人:当月代扣,次月 15 日前申报缴纳。', month: '月份', people: '人数', payouts: '笔数', gross: '收入额', withheld: '已扣税', remitted: '已缴', due: '待缴', dueBy: '{when} 前缴', planned: '在途 {money}', open: '看明细',
    emptyTitle: '还没有代扣', emptyText: '第一笔佣金到账后,这里会按月列出谁收入多少、扣了多少税。',
    back: '个税代扣', monthTitle: '{month} 个税代扣', file: '下载申报文件', fileTitle: '下载含姓名和身份证号的文件?', fileText: '文件里是明文的姓名和身份证号,只用于向税务机关申报。谁在什么时候下载会记录下来。', fileSaved: '已下载',
    remit: '登记已缴', remitTitle: '登记 {month} 的税款 {money} 已缴', remitText: '从店铺银行账户缴纳后,填税务机关的完税证明号。登记需要两人复核;微信商户号里留出的这笔钱随后转回收入。', receipt: '完税证明号', remittedDone: '已登记',
    name: '姓名', idNumber: '身份证号', fee: '手续费', net: '实发', more: '只显示前 500 人,文件里是全部。', history: '缴税记录', marked: '登记人', at: '时间', none: '还没有缴税记录', summary: '合计', waiting: '还有提现在途,结束后才能登记缴税。', item: '所得项目', items: { labour: '佣金(劳务报酬)', prize: '现金奖金(偶然所得)' },
    byMonth: '按月', byYear: '按年', byYearText: '每个人的年度收入与已扣税清单,可下载 PDF 交给本人;本人在小程序「收入 › 年度收入与个税」也能自己下载。', year: '年份', yearTitle: '{year} 年收入与个税', yearText: '已到账的佣金和现金奖金,按人合计。姓名和证件号隐去;带姓名的清单只有本人能下载。', statement: '下载清单', yearMore: '只显示收入最高的 500 人。',
  },
  {
    title: 'Withheld tax', text: 'Who pays commission withholds its income tax: in the month it is paid, declared and handed on by the 15th of the next.', month: 'Month', people: 'People', payouts: 'Pay-outs', gross: 'Income', withheld: 'Withheld', remitted: 'Handed on', due: 'Due', dueBy: 'due by {when}', planned: '{money} under way', open: 'See',
    emptyTitle: 'Nothing withheld yet', emptyText: 'After the first pay-out this lists who earned and what was withheld, month by month.',
    back: 'Withheld tax', monthTitle: 'Tax withheld in {month}', file: 'File for declaration', fileTitle: 'Download names and ID numbers?', fileText: 'The file has names and ID numbers in clear, for the tax office alone. Who downloads it is written down.', fileSaved: 'Downloaded',
    remit: 'Mark as handed on', remitTitle: 'Mark {money} of {month} as handed on', remitText: 'After it was paid from the shop’s bank, give the tax office’s receipt number. Two people mark it; what was set aside at WeChat becomes income again.', receipt: 'Receipt number', remittedDone: 'Marked',
    name: 'Name', idNumber: 'ID number', fee: 'Fee', net: 'Paid', more: 'The first 500 people; the file has all.', history: 'Handed on', marked: 'Marked by', at: 'When', none: 'Nothing handed on yet', summary: 'In all', waiting: 'Transfers are under way; tax can be marked when they have ended.', item: 'Kind', items: { labour: 'Commission (labour)', prize: 'Prizes (incidental)' },
    byMonth: 'By month', byYear: 'By year', byYearText: 'Everybody’s income and tax of a year, as a PDF to hand out. They can take it themselves under Earnings › Income and tax by year.', year: 'Year', yearTitle: 'Income and tax of {year}', yearText: 'Commission and prizes that arrived, by person. Names and numbers are masked; the paper with a name in clear is for its owner alone.', statement: 'Statement', yearMore: 'The 500 people with the most income.',
  },
)
