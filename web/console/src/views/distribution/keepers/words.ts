import { words } from '@/words'

export default words(
  {
    title: '小店店主', text: '在自己的小店里推荐商品的人。加入不收费;佣金只来自自己带来的订单。', tabs: '店主状态', search: '小店名 / 昵称 / 手机', settings: '加入与归属',
    keeper: '店主', shop: '小店', state: '状态', grade: '等级', gradeN: '第 {n} 级', applied: '申请时间', started: '加入时间', way: '加入方式', said: '自我介绍', sort: '排序',
    states: { applied: '待审核', refused: '未通过', probation: '试用期', active: '正常', suspended: '已暂停', left: '已退出' },
    ways: { everyone: '人人可加入', application: '申请审核', invitation: '邀请' },
    sorts: { applied: '最近申请', started: '最近加入', grade: '等级' },
    anonymous: '未留昵称', tail: '尾号 {tail}', emptyTitle: '还没有店主', emptyText: '在「加入与归属」里开放加入,或发邀请码。',
    review: '审核', approve: '通过', refuse: '不通过', reviewTitle: '审核 {name}', reviewText: '通过后对方马上可以开始分享;不通过的话,对方会看到你写的说明,可以再次申请。', note: '给对方的说明', noteRefuse: '不通过时请写明原因', approved: '已通过', refused: '已回复对方', noWords: '没有写自我介绍。', adult: '已声明年满 18 周岁,同意协议第 {version} 版',
  },
  {
    title: 'Shopkeepers', text: 'People who recommend goods in shops of their own. Joining is free; they earn from orders they brought themselves, nothing else.', tabs: 'State', search: 'Shop / nickname / phone', settings: 'Joining and customers',
    keeper: 'Shopkeeper', shop: 'Shop', state: 'State', grade: 'Grade', gradeN: 'Grade {n}', applied: 'Applied', started: 'Joined', way: 'Way', said: 'About themselves', sort: 'Sort',
    states: { applied: 'To review', refused: 'Refused', probation: 'Probation', active: 'Active', suspended: 'Suspended', left: 'Left' },
    ways: { everyone: 'Open to everybody', application: 'By application', invitation: 'By invitation' },
    sorts: { applied: 'Last applied', started: 'Last joined', grade: 'Grade' },
    anonymous: 'No nickname', tail: '…{tail}', emptyTitle: 'Nobody yet', emptyText: 'Open the joining, or give out invitations.',
    review: 'Review', approve: 'Accept', refuse: 'Refuse', reviewTitle: 'Review {name}', reviewText: 'Accepted, they can share at once. Refused, they read what you write and may apply again.', note: 'Words to them', noteRefuse: 'Say why when you refuse', approved: 'Accepted', refused: 'They were told', noWords: 'Nothing about themselves.', adult: 'Declared to be 18 or older, agreed to version {version}',
  },
)
