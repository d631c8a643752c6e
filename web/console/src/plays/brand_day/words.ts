import { words } from '@/words'

export default words(
  {
    title: '品牌日历', newDay: '安排品牌日', before: '上个月', after: '下个月', thisMonth: '本月', monthOf: '{year} 年 {month} 月', goods: '{count} 个规格',
    free: '空', none: '这个月还没有安排', one: '一天只能有一个品牌日:发布时占用日期,结束或停止后可以再安排。草稿不占日期。',
    ranking: '当日榜', rankingText: '按已付款件数,整单退款的不算', rankingNone: '还没有人付款', product: '商品', pieces: '已付款件数', week: { d1: '一', d2: '二', d3: '三', d4: '四', d5: '五', d6: '六', d7: '日' } as Record<string, string>,
  },
  {
    title: 'Brand days', newDay: 'Plan a brand day', before: 'Month before', after: 'Month after', thisMonth: 'This month', monthOf: '{year}-{month}', goods: '{count} SKUs',
    free: 'free', none: 'Nothing is planned this month', one: 'A date has one brand day: it is booked when published, and free again once it is over or stopped. Drafts book nothing.',
    ranking: 'Ranking of the day', rankingText: 'By pieces paid; orders refunded whole do not count', rankingNone: 'Nobody has paid yet', product: 'Product', pieces: 'Pieces paid', week: { d1: 'Mo', d2: 'Tu', d3: 'We', d4: 'Th', d5: 'Fr', d6: 'Sa', d7: 'Su' } as Record<string, string>,
  },
)
