import { words } from '@/words'

export default words(
  {
    title: '助力核对', text: '帮忙或领取记录看起来不真实的砍价、助力、分享红包和转赠的券。核对之前不能下单、不发奖励;放行或拒绝都要写明原因。', tabs: '核对状态', all: '全部', waiting: '待核对', decided: '已处理',
    when: '时间', owner: '发起人', campaign: '活动', why: '疑点', progress: '进度', state: '状态', nobody: '未留昵称', of: '{taken} / {need} 次,{people} 人帮过', look: '核对',
    reviews: { waiting: '待核对', released: '已放行', refused: '已拒绝' } as Record<string, string>,
    emptyTitle: '没有要核对的', emptyText: '同一台手机换号、刚注册的账号成批帮忙、来自同一个网络,会放在这里等你看一眼。',
    helps: '帮忙的人', helper: '帮忙人', phone: '手机', network: '网络', unknown: '未知', number: '第 {n} 台', net: '第 {n} 个', isNew: '新客', fresh: '刚注册', others: '这台手机之前有 {n} 人帮过忙', steps: '一次算 {n} 步',
    words: '原因', wordsHint: '例如:电话核对过,都是同事', refusedHint: '拒绝时发起人和等着发放的人会看到这段话。', release: '放行', refuse: '拒绝', released: '已放行,该发的会发出,要下单的至少还有一天', refused: '已拒绝,预算已退回',
    refuseTitle: '拒绝这一次', refuseText: '这一次作废,不能恢复,占用的预算退回活动。', decidedWords: '处理说明',
  },
  {
    title: 'Helps to review', text: 'Runs whose helpers or takers look made up. Nothing can be ordered or paid by them until you have looked; say why, either way.', tabs: 'Review', all: 'All', waiting: 'To review', decided: 'Decided',
    when: 'When', owner: 'Started by', campaign: 'Campaign', why: 'What looks odd', progress: 'Progress', state: 'State', nobody: 'No nickname', of: '{taken} of {need} helps, by {people} people', look: 'Review',
    reviews: { waiting: 'To review', released: 'Released', refused: 'Refused' } as Record<string, string>,
    emptyTitle: 'Nothing to review', emptyText: 'Several accounts on one phone, accounts made within the hour that help in a row, or from one network: they wait here for a look.',
    helps: 'Who helped', helper: 'Helper', phone: 'Phone', network: 'Network', unknown: 'Unknown', number: 'No. {n}', net: 'No. {n}', isNew: 'New customer', fresh: 'Just registered', others: 'others who helped on this phone before: {n}', steps: 'counts for {n} steps',
    words: 'Why', wordsHint: 'Such as: called them, they are colleagues', refusedHint: 'Refused, whoever started it or waits for something reads these words.', release: 'Release', refuse: 'Refuse', released: 'Released: what waited is given, and there is a day at least to order', refused: 'Refused; the budget has it back',
    refuseTitle: 'Refuse this run', refuseText: 'It ends for good, and what was held for it goes back to the budget.', decidedWords: 'What was said',
  },
)
