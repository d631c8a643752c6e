import { words } from '@/words'

/** Words of who brought whom. */
export default words(
  {
    tree: '谁带来了谁', treeText: '一行是一次分享:谁分享的、多少人打开、其中多少人登录、带来几笔付款订单。自己打开和机器人不算人。', emptyTree: '还没有人分享', emptyTreeText: '发给第一个人,有人从他那里打开后,这里会长出第一圈。',
    opens: '打开', people: '人', joined: '登录', orders: '订单', shares: '分享', layer: '第 {n} 层', layerCount: '{n} 次', deeper: '更深的 {n} 层', breadth: '每层有多少次分享', depthIs: '最深 {n} 层',
    somebody: '没有登录的人', unnamed: '未留昵称', customer: '一位买家', more: '还有 {n} 次分享没有列出', cut: '分享很多,先列出打开最多的一部分;点开任意一行可以继续往下走。', focus: '只看这一支', whole: '整棵树', walk: '展开', fold: '收起', whoBrought: '这个人带来的', notCounted: '不计入人数', self: '自己打开 {n} 次', robots: '机器人和预览 {n} 次', self2: '自己打开', robots2: '机器人和预览',
    path: '位置', at: '{when} 分享',
  },
  {
    tree: 'Who brought whom', treeText: 'A row is one share: who shared, how many opened it, how many signed in, and paid orders by it. Openings by oneself and by robots are no people.', emptyTree: 'Nobody has shared yet', emptyTreeText: 'Send it to a first person. Once somebody opens it from them, the first ring grows here.',
    opens: 'Opens', people: 'People', joined: 'Signed in', orders: 'Orders', shares: 'Shares', layer: 'Step {n}', layerCount: '{n}', deeper: '{n} steps further down', breadth: 'Shares at each step', depthIs: '{n} steps deep',
    somebody: 'Not signed in', unnamed: 'No nickname', customer: 'A customer', more: '{n} more shares are not listed', cut: 'There are many. Some are listed first; open any row to walk on.', focus: 'Only this branch', whole: 'The whole tree', walk: 'Open', fold: 'Close', whoBrought: 'All by this person', notCounted: 'Not counted as people', self: '{n} by themselves', robots: '{n} by robots and previews', self2: 'By themselves', robots2: 'Robots and previews',
    path: 'Where one is', at: 'shared {when}',
  },
)
