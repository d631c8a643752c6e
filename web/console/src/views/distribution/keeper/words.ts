import { words } from '@/words'

export default words(
  {
    back: '小店店主', review: '审核', confirm: '提前转正', suspend: '暂停', resume: '恢复', end: '终止', grade: '改等级',
    about: '资料', shop: '小店', persona: '关于我', words: '介绍', grade_: '等级', way: '加入方式', applied: '申请时间', started: '加入时间', probation: '试用到', suspendedUntil: '暂停到', suspendedWords: '暂停原因', invitedBy: '邀请人', invitedNote: '只作记录,不产生收入', agreement: '协议', agreed: '第 {version} 版', adult: '已声明年满 18', person: '客户', none: '无', until: '直到手动恢复',
    money: '佣金在哪里', figures: '到现在', customers: '顾客', orders: '带来的订单', earned: '佣金(扣回后)', invited: '邀请的人', share: '平均每单佣金',
    customersTitle: '现在的顾客', customersText: '归属有效期内的人,最近的在前。', customersEmpty: '还没有顾客。', since: '从', validUntil: '有效到', forGood: '长期', more: '更多', log: '归属记录', noName: '未留昵称',
    history: '经过', by: { person: '本人', staff: '店员', system: '系统' },
    reasonTitle: { confirm: '提前转正', suspend: '暂停', resume: '恢复', end: '终止', grade: '改等级' },
    reasonText: { confirm: '结束试用期。', suspend: '暂停期间新的订单不计佣金,顾客仍归他,已产生的佣金照常结算。', resume: '马上恢复推广。', end: '终止后不能恢复:顾客不再归他,已产生的佣金照常结算和提现。', grade: '等级影响之后订单的佣金,不影响已下的订单。' },
    reason: '说明(对方会看到)', reasonNeeded: '请写一句说明', until_: '到什么时候', done: '已完成', gradeN: '第 {n} 级',
  },
  {
    back: 'Shopkeepers', review: 'Review', confirm: 'End probation', suspend: 'Suspend', resume: 'Resume', end: 'End', grade: 'Grade',
    about: 'About', shop: 'Shop', persona: 'About me', words: 'Words', grade_: 'Grade', way: 'Way', applied: 'Applied', started: 'Joined', probation: 'Probation until', suspendedUntil: 'Suspended until', suspendedWords: 'Why suspended', invitedBy: 'Invited by', invitedNote: 'On record only; it earns nothing', agreement: 'Agreement', agreed: 'Version {version}', adult: 'Declared to be 18', person: 'Person', none: 'None', until: 'until resumed by hand',
    money: 'Where the commission is', figures: 'So far', customers: 'Customers', orders: 'Orders brought', earned: 'Commission, less reversals', invited: 'People invited', share: 'Commission an order',
    customersTitle: 'Customers now', customersText: 'Whose binding counts now, the latest first.', customersEmpty: 'No customers yet.', since: 'Since', validUntil: 'Counts until', forGood: 'For good', more: 'More', log: 'The log', noName: 'No nickname',
    history: 'History', by: { person: 'Themselves', staff: 'Staff', system: 'System' },
    reasonTitle: { confirm: 'End the probation', suspend: 'Suspend', resume: 'Resume', end: 'End', grade: 'Change the grade' },
    reasonText: { confirm: 'The probation ends now.', suspend: 'New orders earn nothing meanwhile. Customers stay theirs, what was earned is settled.', resume: 'They can share at once.', end: 'This cannot be undone: their customers are free, what was earned is settled and paid.', grade: 'It counts for later orders; orders placed stay as they are.' },
    reason: 'Words (they read them)', reasonNeeded: 'Please write a sentence', until_: 'Until', done: 'Done', gradeN: 'Grade {n}',
  },
)
