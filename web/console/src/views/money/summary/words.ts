import { words } from '@/words'

export default words(
  {
    title: '月结单', text: '一个月里每个账户的期初、按事项的收支和期末,分毫不差;微信里的钱单独合计。', month: '月份', export: '导出 XLSX',
    opening: '期初', income: '收入', outgo: '支出', closing: '期末', count: '{count} 笔', wechat: '在微信支付里的钱', statement: '看流水', emptyTitle: '还没有账户', emptyText: '第一笔订单付款后,账户会自动建立。',
  },
  {
    title: 'Monthly statement', text: 'Every account in a month: opening, in and out by kind, closing, equal to the fen; what lies at WeChat Pay is summed apart.', month: 'Month', export: 'Export XLSX',
    opening: 'Opening', income: 'In', outgo: 'Out', closing: 'Closing', count: '{count} times', wechat: 'What lies at WeChat Pay', statement: 'Statement', emptyTitle: 'No accounts yet', emptyText: 'They are made with the first paid order.',
  },
)
