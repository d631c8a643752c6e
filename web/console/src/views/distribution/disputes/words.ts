import { words } from '@/words'

export default words(
  {
    title: '归属申诉', text: '店主对某一单或某位顾客的归属提出疑问。看记录,再决定;记录不会被改写。', tabs: '申诉状态', states: { open: '待处理', upheld: '已更正', refused: '维持原结果', withdrawn: '已撤回' },
    when: '提出时间', who: '店主', order: '订单', said: '说明', state: '状态', emptyTitle: '没有申诉', emptyText: '店主在「推广订单」里可以提出。', look: '看记录',
    then: '下单时归属', now: '现在归属', nobody: '没有店主', gives: '更正后最多付给他的佣金', placed: '{when} 下单,应付 {amount}', reply: '答复(店主会看到)', replyNeeded: '请写明理由', uphold: '更正为这位店主', refuse: '维持原结果', upholdText: '从现在起,这位顾客归申诉的店主;被问的这一单如果还没付过佣金,也一并更正。原有记录保留,新增一条店铺指定。会付的佣金超过免审金额时,要另一位同事复核后才生效。', decided: '{name} 于 {when} 决定', done: '已答复', customer: '客户',
  },
  {
    title: 'Appeals', text: 'A shopkeeper asks whose an order or a customer is. Look at the log and decide; the log is never rewritten.', tabs: 'State', states: { open: 'To decide', upheld: 'Corrected', refused: 'It stays', withdrawn: 'Taken back' },
    when: 'Asked', who: 'Shopkeeper', order: 'Order', said: 'Words', state: 'State', emptyTitle: 'No appeals', emptyText: 'Shopkeepers ask from the orders of their customers.', look: 'Look',
    then: 'When it was placed', now: 'Now', nobody: 'Nobody', gives: 'Commission it could give them', placed: 'Placed {when}, {amount}', reply: 'Answer (they read it)', replyNeeded: 'Please say why', uphold: 'Correct it', refuse: 'It stays', upholdText: 'From now on the customer is this shopkeeper’s; the order asked about is corrected too while no commission of it was paid. The log stays, one line by the shop is added. Where that pays more than goes out without review, it takes effect when a colleague agrees.', decided: 'Decided by {name} {when}', done: 'Answered', customer: 'Person',
  },
)
