import { words } from '@/words'

/** Words of the form itself; what a field is called comes with the schema. */
export default words(
  {
    units: { hours: '小时', people: '人', minutes: '分钟', days: '天', pieces: '件', orders: '笔', points: '积分', seconds: '秒', bp: '%', count: '个', fen: '元' } as Record<string, string>,
    add: '添加一级', remove: '移除这一级', none: '不设', range: '{min} 到 {max}', atLeast: '至少 {min}', atMost: '至多 {max}', yuanRange: '¥{min} 到 ¥{max}',
    pictureKept: '已选图片', pictureNone: '没有选图片',
    emptyPick: { category: '还没有分类', giving_campaign: '还没有已发布的、用来发奖励的活动,先去发布一个' } as Record<string, string>,
  },
  {
    units: { hours: 'hours', people: 'people', minutes: 'minutes', days: 'days', pieces: 'pieces', orders: 'orders', points: 'points', seconds: 'seconds', bp: '%', count: '', fen: 'CNY' } as Record<string, string>,
    add: 'Add a tier', remove: 'Remove this tier', none: 'None', range: '{min} to {max}', atLeast: 'at least {min}', atMost: 'at most {max}', yuanRange: '¥{min} to ¥{max}',
    pictureKept: 'A picture is chosen', pictureNone: 'No picture is chosen',
    emptyPick: { category: 'There are no categories yet', giving_campaign: 'No published campaign pays rewards yet; publish one first' } as Record<string, string>,
  },
)
