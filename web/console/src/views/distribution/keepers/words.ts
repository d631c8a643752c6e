import { words } from '@/words'

export default words(
  {
    title: '小店店主', text: '在小店里推荐商品的人。加入不收费;佣金只来自自己带来的订单。', tabs: '店主状态', search: '称呼 / 小店名 / 手机尾号', settings: '加入与归属', invite: '邀请码', waiting: '待审核',
    keeper: '店主', shop: '小店', state: '状态', grade: '等级', customers: '顾客', orders: '近 30 天订单', sales: '近 30 天成交', earned: '累计佣金', joined: '加入时间', way: '加入方式', sort: '排序',
    states: { applied: '待审核', refused: '未通过', probation: '试用期', active: '正常', suspended: '已暂停', left: '已退出' },
    ways: { everyone: '人人可加入', application: '申请审核', invitation: '邀请' },
    sorts: { newest: '最近加入', customers: '顾客最多', orders: '订单最多' },
    anonymous: '未留昵称', tail: '尾号 {tail}', emptyTitle: '还没有店主', emptyText: '在「加入与归属」里开放加入,或发邀请码。',
    review: '审核', approve: '通过', refuse: '不通过', approveText: '通过后进入试用期({days} 天),可以马上开始分享。', approveNow: '通过后可以马上开始分享。', refuseText: '对方会看到你写的说明,可以再次申请。', note: '给对方的说明', noteNeeded: '请写一句说明', approved: '已通过', refused: '已回复对方',
    applied: '{when} 提交', noWords: '没有写自我介绍',
  },
  {
    title: 'Shopkeepers', text: 'People who recommend goods in shops of their own. Joining is free; they earn from orders they brought themselves, nothing else.', tabs: 'State', search: 'Name / shop / phone tail', settings: 'Joining and customers', invite: 'Invitations', waiting: 'To review',
    keeper: 'Shopkeeper', shop: 'Shop', state: 'State', grade: 'Grade', customers: 'Customers', orders: 'Orders, 30 days', sales: 'Sales, 30 days', earned: 'Commission in all', joined: 'Joined', way: 'Way', sort: 'Sort',
    states: { applied: 'To review', refused: 'Refused', probation: 'Probation', active: 'Active', suspended: 'Suspended', left: 'Left' },
    ways: { everyone: 'Open to everybody', application: 'By application', invitation: 'By invitation' },
    sorts: { newest: 'Newest', customers: 'Most customers', orders: 'Most orders' },
    anonymous: 'No nickname', tail: '…{tail}', emptyTitle: 'Nobody yet', emptyText: 'Open the joining, or give out invitations.',
    review: 'Review', approve: 'Accept', refuse: 'Refuse', approveText: 'They begin on probation ({days} days) and can share at once.', approveNow: 'They can share at once.', refuseText: 'They read what you write and may apply again.', note: 'Words to them', noteNeeded: 'Please write a sentence', approved: 'Accepted', refused: 'They were told',
    applied: 'Sent {when}', noWords: 'Nothing about themselves',
  },
)
