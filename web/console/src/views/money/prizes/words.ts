import { words } from '@/words'

export default words(
  {
    title: '现金奖金', text: '活动以现金发放的奖金:本人确认收款后由微信转账,按偶然所得代扣 20% 个税,30 天没领退回活动预算。',
    limit: '每日额度', limitText: '每天最多承诺 {money},今天已承诺 {today}', limitNone: '还没有设定每日额度,活动不能发现金', change: '修改额度', limitLabel: '每天最多承诺(税前)', limitHint: '由两个人确认后生效;0 表示不发现金。', save: '保存', saved: '额度已修改',
    tabs: '奖金状态', tab: { all: '全部', waiting: '待领取', under_way: '转账中', paid: '已到账', lapsed: '已过期' },
    who: '获奖人', nobody: '没有昵称', campaign: '活动', gross: '税前', tax: '代扣个税', net: '到账', state: '状态', note: '说明', due: '产生时间', until: '{when} 前领取', again: '微信暂时没有接受,会自动再试', retry: '立即再试', retried: '已再次询问微信',
    emptyTitle: '还没有现金奖金', emptyText: '发布以现金发放的活动后,奖金会出现在这里。',
  },
  {
    title: 'Cash prizes', text: 'Prizes that campaigns give in money: transferred once their person confirms, 20 % tax withheld; what nobody takes in 30 days goes back.',
    limit: 'Daily limit', limitText: 'At most {money} are promised a day, {today} of today', limitNone: 'No daily limit is set, so no campaign can give money', change: 'Change the limit', limitLabel: 'Promised a day at most, before tax', limitHint: 'Two people decide; 0 means no money at all.', save: 'Save', saved: 'The limit was changed',
    tabs: 'States of prizes', tab: { all: 'All', waiting: 'Waiting', under_way: 'Under way', paid: 'Paid', lapsed: 'Lapsed' },
    who: 'Winner', nobody: 'No name', campaign: 'Campaign', gross: 'Before tax', tax: 'Tax', net: 'Arrives', state: 'State', note: 'Note', due: 'Since', until: 'Until {when}', again: 'WeChat did not take it yet and is asked again', retry: 'Ask now', retried: 'WeChat was asked again',
    emptyTitle: 'No prizes yet', emptyText: 'They show up here once a campaign gives money.',
  },
)
