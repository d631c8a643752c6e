import { words } from '@/words'

export default words(
  {
    title: '分享', text: '谁把东西发给了谁,有多少人因此进店。自己打开、机器人和预览分开计,不算人。', shares: '被打开过的分享', people: '打开的人', opens: '打开次数', joined: '其中登录的', apart: '不计入人数', self: '自己打开', robots: '机器人和预览', times: '{n} 次',
    days: '每天', metrics: { people: '打开的人', opens: '打开次数', shares: '被打开的分享' }, noDays: '这段时间还没有人从分享打开。', from: '开始', to: '结束', look: '看哪一棵树', kinds: { shop: '店铺首页', product: '一件商品', person: '一个人' }, pick: '选一件商品', pickText: '选一件商品,看它是怎么传开的。', person: '从这个人开始的分享', clear: '不看这个人',
  },
  {
    title: 'Shares', text: 'Who sent what to whom, and how many came. Openings by oneself, robots and previews are kept apart and are no people.', shares: 'Shares that were opened', people: 'People', opens: 'Opens', joined: 'Of them signed in', apart: 'Not counted as people', self: 'By themselves', robots: 'Robots and previews', times: '{n}',
    days: 'By day', metrics: { people: 'People', opens: 'Opens', shares: 'Shares opened' }, noDays: 'Nobody came by a share in these days.', from: 'From', to: 'To', look: 'Which tree', kinds: { shop: 'The shop', product: 'A product', person: 'A person' }, pick: 'Choose a product', pickText: 'Choose a product to see how it spread.', person: 'Shares that begin with this person', clear: 'Not this person',
  },
)
