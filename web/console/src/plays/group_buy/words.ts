import { words } from '@/words'

export default words(
  {
    title: '拼团', tabs: '团的状态', search: '订单号 / 昵称 / 手机尾号', seeCampaign: '所属活动', mergedInto: '已并入另一个团', campaign: '活动', team: '团', goods: '商品', people: '人数', deadline: '截止', state: '状态', price: '团购价', opened: '开团', leader: '团长 {name}', nobody: '未留昵称', of: '{joined} / {need} 人', held: '{n} 个名额待付款', topped: '商家补位 {n} 人', ends: '{when} 截止', ended: '{when} 结束', paying: '等团长付款',
    emptyTitle: '还没有团', emptyText: '发布拼团活动后,第一个买家付款就开出一个团。', newCampaign: '新建拼团活动',
    states: { pending: '待团长付款', forming: '拼团中', filled: '已成团', failed: '未成团', void: '已作废' } as Record<string, string>,
    seats: { held: '名额待付款', in: '已参团', left: '已退出', released: '名额已释放', refunded: '已退款', moved: '已转到别的团' } as Record<string, string>,
    members: '成员与订单', member: '成员', history: '经过', rules: '这个团的规则', quantity: '{n} 件', isLeader: '团长', noMembers: '还没有人参团', openOrder: '查看订单',
    topUp: '补位', topUpTitle: '给这个团补位', topUpText: '补的名额会在团页面公开写明「商家补位」,不显示成买家,也不产生订单。补满后这个团按规则成团,已付款的订单进入待发货。补位之后不能撤回。', topUpPeople: '补几个人', topUpAfter: '补位后 {people} / {need} 人,{outcome}', fills: '成团', misses: '还差 {n} 人', confirm: '我知道补位会公开写明,且不能撤回', topUpDone: '已补位', teams: '团', allTeams: '查看全部', estimate: '多少团能成', estimateText: '按这家店过去结束的团推算:同样的人数和时限,有多少会成。', estimateShare: '{share}%', interval: '95% 的可能在 {low}% 到 {high}% 之间', fromTeams: '过去 {teams} 个团,按这个人数和时限会成 {filled} 个', notEnough: '还没有足够的历史', notEnoughText: '店里结束的团还太少(现在 {n} 个),不给没有依据的数字。先用小人数、长时限开几个团。', forWhat: '{people} 人团,{hours} 小时', product: '单看这件商品', whole: '全店',
  },
  {
    title: 'Group buy', tabs: 'State of the team', search: 'Order / name / phone tail', seeCampaign: 'Its campaign', mergedInto: 'Merged into another team', campaign: 'Campaign', team: 'Team', goods: 'Goods', people: 'People', deadline: 'Until', state: 'State', price: 'Team price', opened: 'Opened', leader: 'Leader {name}', nobody: 'No nickname', of: '{joined} of {need}', held: '{n} places to be paid', topped: '{n} by the merchant', ends: 'until {when}', ended: 'ended {when}', paying: 'Leader to pay',
    emptyTitle: 'No teams yet', emptyText: 'Once a group buy is published, the first buyer who pays opens a team.', newCampaign: 'New group buy',
    states: { pending: 'Leader to pay', forming: 'Forming', filled: 'Filled', failed: 'Not filled', void: 'Void' } as Record<string, string>,
    seats: { held: 'To be paid', in: 'In', left: 'Left', released: 'Place given back', refunded: 'Refunded', moved: 'Moved to another team' } as Record<string, string>,
    members: 'Members and orders', member: 'Member', history: 'What happened', rules: 'Rules of this team', quantity: '{n} pieces', isLeader: 'Leader', noMembers: 'Nobody is in yet', openOrder: 'Open the order',
    topUp: 'Top up', topUpTitle: 'Top this team up', topUpText: 'Places you add are openly marked “by the merchant” on the page of the team; they are no buyers and make no orders. Once full the team succeeds by its rules and paid orders are to be shipped. It cannot be undone.', topUpPeople: 'How many', topUpAfter: '{people} of {need} then: {outcome}', fills: 'it succeeds', misses: '{n} still missing', confirm: 'I know that it is openly marked and cannot be undone', topUpDone: 'Topped up', teams: 'Teams', allTeams: 'See all', estimate: 'How many teams will fill', estimateText: 'From the teams of this shop that have ended: with the same people and hours, how many would have filled.', estimateShare: '{share}%', interval: 'between {low}% and {high}%, 19 times out of 20', fromTeams: 'Of {teams} past teams {filled} would have filled', notEnough: 'Not enough history yet', notEnoughText: 'Too few teams have ended here ({n} so far) for an honest number. Begin with small teams and long hours.', forWhat: 'Teams of {people}, {hours} hours', product: 'This product', whole: 'Whole shop',
  },
)
