import { words } from '@/words'

export default words(
  {
    title: '等级与积分', text: '规则对所有人公开:会员价只取决于公布的等级。保存时检查每个商品的利润底线。', save: '保存', saved: '已保存', preview: '预览规则和利润', levels: '等级', levelsText: '从低到高排列,最多 10 级。同一等级满足任一条件即可达到。', addLevel: '新增等级', up: '上移', down: '下移', remove: '删除', people: '{n} 位会员', noLevels: '还没有等级。没有等级时只有积分。',
    name: '名称', ways: '怎样达到', spend: '消费满(元)', orders: '完成订单数', points: '获得积分', card: '会员卡商品', cardDays: '卡有效天数', noCard: '不卖会员卡', empty: '不作为条件',
    benefits: '权益', off: '会员价折扣', offHint: '在售价上减去的百分比,0 为没有会员价', rate: '积分倍数', birthday: '生日赠积分', freight: '运费', freightFrom: '免运费门槛(元)', freights: { none: '不减免', from: '满额免运费', free: '免运费' },
    pointsTitle: '积分', pointsOn: '启用积分', earn: '每付 1 元得积分', worth: '多少积分抵 1 元', share: '最多抵商品款的', months: '有效期(整月)', windowTitle: '统计与保级', window: '统计最近多少天', hold: '达到后保留多少天',
    figures: '积分概况', outstanding: '会员手中', outstandingHint: '相当于 {yuan}', earned: '30 天获得', spent: '30 天使用', expired: '30 天过期', expiring: '30 天内到期', rules: '会员看到的规则', thin: '{n} 个规格会低于利润底线', thinLine: '售价 {price},让利 {claim},成本 {cost},剩 {left},底线 {floor}', unknown: '{n} 个规格没有填成本,无法核对利润', accept: '我知道这些商品没有成本,由本店自行承担', fine: '所有商品都在利润底线之上', previewTitle: '保存后的规则和利润', removeTitle: '删除等级「{name}」',
  },
  {
    title: 'Levels and points', text: 'The rules are public: a member price depends on the published level alone. Saving checks the margin of every SKU.', save: 'Save', saved: 'Saved', preview: 'Preview rules and margin', levels: 'Levels', levelsText: 'From the lowest up, ten at most. Any one way reaches a level.', addLevel: 'New level', up: 'Up', down: 'Down', remove: 'Remove', people: '{n} members', noLevels: 'No levels yet; without them there are points alone.',
    name: 'Name', ways: 'How it is reached', spend: 'Spend from (yuan)', orders: 'Orders completed', points: 'Points earned', card: 'Card product', cardDays: 'Days of the card', noCard: 'No card', empty: 'No way to it',
    benefits: 'Benefits', off: 'Member price, percent off', offHint: 'Taken off the list price; 0: no member price', rate: 'Times the points', birthday: 'Birthday points', freight: 'Freight', freightFrom: 'Free from (yuan)', freights: { none: 'As for everybody', from: 'Free from an amount', free: 'Free' },
    pointsTitle: 'Points', pointsOn: 'Points are on', earn: 'Points a yuan', worth: 'Points for one yuan', share: 'At most this share of the goods', months: 'Live for (whole months)', windowTitle: 'What counts and how long', window: 'Days that count', hold: 'Days a level is kept',
    figures: 'Points at a glance', outstanding: 'In hands', outstandingHint: 'Worth {yuan}', earned: 'Earned, 30 days', spent: 'Spent, 30 days', expired: 'Expired, 30 days', expiring: 'End within 30 days', rules: 'The rules members read', thin: '{n} SKUs would fall below their floor', thinLine: 'Price {price}, off {claim}, cost {cost}, left {left}, floor {floor}', unknown: '{n} SKUs have no cost, so their margin cannot be checked', accept: 'I know that these have no cost; the shop takes that on itself', fine: 'Every SKU stays above its floor', previewTitle: 'Rules and margin once saved', removeTitle: 'Remove the level “{name}”',
  },
)
