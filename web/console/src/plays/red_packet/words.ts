import { words } from '@/words'

export default words(
  { title: '红包明细', none: '还没有产生红包', person: '谁的', nobody: '没有昵称', from: '来源', order: '订单', weekly: '每周活动', each: '每份', taken: '已领', until: '有效期至', more: '再看一些', states: { open: '领取中', taken: '已领完', over: '已过期', void: '已作废', refused: '核对未通过' } },
  { title: 'Packets', none: 'No packet yet', person: 'Whose', nobody: 'No name', from: 'From', order: 'Order', weekly: 'Weekly day', each: 'A part', taken: 'Taken', until: 'Good until', more: 'Show more', states: { open: 'Open', taken: 'All taken', over: 'Over', void: 'Void', refused: 'Refused after review' } },
)
