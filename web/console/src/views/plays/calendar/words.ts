import { words } from '@/words'

export default words(
  {
    title: '活动日历', text: '所有玩法的活动排在一张月历上,草稿也在;撞在一起的会标出来,并说明结算时怎么算。', today: '本月', before: '上个月', after: '下个月', weekdays: { mon: '一', tue: '二', wed: '三', thu: '四', fri: '五', sat: '六', sun: '日' }, more: '还有 {n} 个', drafts: '显示草稿',
    conflicts: '撞在一起的活动', noConflicts: '这个月没有撞在一起的活动', noConflictsText: '同一件商品同时在两个同类活动里,或者两个活动同一天给同一批人发提醒,才算撞在一起。按分类或全店发放的券不逐件比对。',
    kinds: { same_goods: '同一件商品', told_twice: '同一天提醒两次' }, levels: { warn: '要留意', note: '知道就好' }, goodsCount: '都有的商品,共 {n} 个规格:', goodsMore: '展开其余 {n} 件商品', goodsLess: '收起', goodsUnnamed: '另有 {n} 个规格,请到各活动的商品里看', options: '({names})', comma: '、', between: '{from} 至 {to}', onDays: '{n} 天:{days}', mark: '和别的活动撞在一起', empty: '这个月没有活动', emptyText: '新建一个活动,或者看看别的月份。', new: '新建活动', cut: '活动太多,只排了最先开始的 500 个。',
  },
  {
    title: 'Calendar', text: 'Campaigns of all plays on one month, drafts as well. Those that meet are marked, with what checkout does then.', today: 'This month', before: 'Month before', after: 'Month after', weekdays: { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' }, more: '{n} more', drafts: 'Show drafts',
    conflicts: 'Campaigns that meet', noConflicts: 'None meet this month', noConflictsText: 'Two meet when the same goods stand in both in the same turn, or when both write to the same people on one day. Coupons for a category or the whole shop are not compared piece by piece.',
    kinds: { same_goods: 'The same goods', told_twice: 'Told twice a day' }, levels: { warn: 'Mind', note: 'For your knowledge' }, goodsCount: 'Goods in all of them, {n} variants:', goodsMore: 'Show {n} more products', goodsLess: 'Show fewer', goodsUnnamed: '{n} more variants: see the goods of each campaign', options: ' ({names})', comma: ', ', between: '{from} to {to}', onDays: '{n} days: {days}', mark: 'It meets another campaign', empty: 'No campaigns this month', emptyText: 'Make one, or look at another month.', new: 'New campaign', cut: 'There are many: the 500 that begin first are shown.',
  },
)
