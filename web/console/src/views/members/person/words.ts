import { words } from '@/words'

export default words(
  {
    title: '会员详情', back: '会员', level: '会员等级', until: '有效至 {day}', points: '积分', spend: '计入消费', orders: '计入订单', owed: '待扣回 {points} 积分(退款商品获得的积分已用掉,从之后获得的里扣)', birthday: '已填写生日', noBirthday: '未填写生日',
    holdings: '持有的等级', noHoldings: '没有等级', history: '等级变更', noHistory: '还没有变更', cards: '会员卡', cardLine: '{days} 天 × {units}', cardEnded: '已退 {n} 张', lots: '积分到期', lotLine: '{points} 积分', statement: '积分明细', noStatement: '还没有积分记录', more: '加载更多',
    adjust: '调整积分', adjustTitle: '调整积分', amount: '增加(正数)或扣减(负数)', reason: '原因', reasonShown: '会员会在积分明细里看到', reasonKept: '记录在等级变更和操作记录里', adjusted: '积分已调整', setLevel: '设置等级', setTitle: '设置等级', chosen: '等级', noLevel: '不再手动设置', lasts: '有效至', lastsHint: '留空表示长期', set: '等级已设置', flag: '标为超级用户', unflag: '取消超级用户',
    pointsHint: '每次最多 100000 积分;扣减不能超过现有积分。', order: '订单',
  },
  {
    title: 'Member', back: 'Members', level: 'Level', until: 'Until {day}', points: 'Points', spend: 'Spend that counts', orders: 'Orders that count', owed: '{points} points still to be taken back (of refunded goods, spent meanwhile), from the next ones earned', birthday: 'Birthday given', noBirthday: 'No birthday given',
    holdings: 'Levels held', noHoldings: 'None', history: 'Changes of level', noHistory: 'No change yet', cards: 'Cards', cardLine: '{days} days × {units}', cardEnded: '{n} given back', lots: 'Points by their end', lotLine: '{points} points', statement: 'Statement of points', noStatement: 'No points yet', more: 'Show more',
    adjust: 'Adjust points', adjustTitle: 'Adjust points', amount: 'Give (positive) or take (negative)', reason: 'Reason', reasonShown: 'The member reads it in their statement', reasonKept: 'Kept in the history and the audit trail', adjusted: 'Points adjusted', setLevel: 'Set level', setTitle: 'Set level', chosen: 'Level', noLevel: 'Nothing set by hand', lasts: 'Until', lastsHint: 'Empty: without an end', set: 'Level set', flag: 'Flag as super user', unflag: 'No super user any more',
    pointsHint: 'At most 100000 at once; no more can be taken than is there.', order: 'Order',
  },
)
