import { words } from '@/words'

export default words(
  {
    title: '提现规则', limits: '金额与次数', min: '每笔至少', max: '每笔最多', day: '每人每天最多', dayCount: '每人每天', times: '次', month: '每人每月最多', monthHint: '个人每月 10 万元以内免征增值税,超过的不能在这里付。',
    review: '审核', auto: '不超过这个金额免审', autoHint: '0 表示每笔都审核。免审的也要两人复核才能发放。', batchDay: '商户号每天最多转出', batchDayHint: '以微信商户平台「商家转账」里的额度为准。',
    fee: '手续费', feeFixed: '每笔', feeShare: '按金额', feeHint: '默认不收。收的手续费从到账金额里扣,留在店铺;个税仍按提现金额计算。',
    tax: '个人所得税', once: '劳务报酬,同一个月合并为一次(61 号公告)', cumulative: '互联网平台从业人员,累计预扣(2025 年 16 号公告)', taxHint: '用哪一种由税务顾问确认,这里只负责算对、记清。',
    path: '付款方式', transfer: '微信商家转账,本人确认收款', sharing: '订单分账,完成后直接到账', pathHint: '分账只用于担保订单,过了退货期才登记;个人收款后不能退回。', job: '岗位类型', jobHint: '微信转账场景「佣金报酬」要报备,收款人看得到。', saved: '已保存', save: '提交修改',
  },
  {
    title: 'Rules of pay-outs', limits: 'Amounts and times', min: 'At least each', max: 'At most each', day: 'A person a day', dayCount: 'A person a day', times: 'times', month: 'A person a month', monthHint: 'Individuals pay no VAT up to 100,000 yuan a month; more cannot be paid here.',
    review: 'Review', auto: 'Without review up to', autoHint: '0 means that each is reviewed. Two people send them in any case.', batchDay: 'The account transfers a day at most', batchDayHint: 'As WeChat Pay’s merchant platform says under merchant transfer.',
    fee: 'Fee', feeFixed: 'Each', feeShare: 'Of the amount', feeHint: 'None by default. It is taken from what arrives and stays with the shop; tax is of the whole amount.',
    tax: 'Income tax', once: 'Labour income, a month is one time (notice 61 of 2018)', cumulative: 'People of internet platforms, cumulative (notice 16 of 2025)', taxHint: 'Which one applies your tax adviser decides; this works it out and keeps the books.',
    path: 'How it is paid', transfer: 'WeChat merchant transfer, confirmed by the person', sharing: 'A share of the order, when it is completed', pathHint: 'Shares are for orders under the guarantee, registered after returns have ended; people cannot give them back.', job: 'Job title', jobHint: 'WeChat’s scene for commission wants it; the person sees it.', saved: 'Saved', save: 'Change',
  },
)
