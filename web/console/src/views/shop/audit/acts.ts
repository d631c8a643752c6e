/** What an act of the staff changed, in words, and where its subject is seen. What it is called, the server says. */
import { yuan } from '@/format/money'
import { language, named, say } from '@/words'

/** Values that are words of the program. */
const KINDS: Record<string, [string, string]> = {
  MERCHANT_ID: ['商户号', 'Merchant'], PERSONAL_OPENID: ['个人', 'Person'],
  by_piece: ['按件', 'By piece'], by_weight: ['按重量', 'By weight'], free: ['包邮', 'Free'],
  take_in: ['向微信查询', 'WeChat asked'], foreign: ['不是本店的', 'Not ours'], wait: ['先等等', 'Wait'],
  paid: ['实付货款', 'What was paid'], margin: ['毛利', 'The margin'],
  terms: ['服务条款', 'Terms'], privacy: ['隐私政策', 'Privacy policy'],
  secret: ['AppSecret', 'AppSecret'], push_token: ['推送令牌', 'Push token'], push_aes_key: ['推送密钥', 'Push key'],
}

/** The groups one asks the trail for; each is the beginning of its acts' names. */
export const GROUPS: Record<string, [string, string]> = {
  'approval.': ['两人复核', 'Two people'], 'pay_keys.': ['微信支付密钥', 'WeChat Pay keys'], 'keys.': ['小程序与公众号密钥', 'App keys'], 'staff.': ['员工', 'Staff'], 'shop.': ['店铺设置', 'Shop settings'],
  'product.': ['商品', 'Products'], 'freight.': ['运费', 'Freight'], 'campaign.': ['活动', 'Campaigns'], 'compliance.': ['合规', 'Compliance'], 'notices.': ['消息', 'Messages'], 'home.': ['首页', 'Home page'], 'receiver.': ['分账接收方', 'Receivers'], 'payout': ['佣金提现', 'Pay-outs'], 'tax.': ['个税代扣', 'Withheld tax'], 'difference.': ['对账', 'Reconciliation'], 'complaint.': ['投诉', 'Complaints'], 'commission_plan.': ['佣金方案', 'Commission plans'], 'members.': ['会员', 'Members'],
}

const FIELDS: Record<string, [string, string]> = {
  name: ['名称', 'Name'], role: ['角色', 'Role'], theme_color: ['主题色', 'Theme colour'], contact_phone: ['客服电话', 'Service phone'], slug: ['店铺地址', 'Address'], appid: ['AppID', 'AppID'], changed: ['更换了', 'Replaced'], kind: ['类型', 'Kind'], rules: ['规则数', 'Rules'],
  title: ['名称', 'Title'], version: ['版本', 'Version'], state: ['状态', 'State'], at: ['定时', 'Timed'], reason: ['原因', 'Reason'], asked_by: ['提交人', 'Asked by'], password_reset: ['重设密码', 'Password reset'], totp_reset: ['清除两步验证', 'Two-step cleared'], margin_floor_bp: ['利润底线', 'Profit floor'], unknown_costs_accepted: ['接受未填成本的规格', 'Unknown costs accepted'], licence_media: ['执照图片', 'Licence picture'],
  quiet_from: ['安静时段从', 'Quiet from'], quiet_to: ['安静时段到', 'Quiet until'], daily_budget: ['每日上限', 'Daily limit'], on: ['用微信发', 'By WeChat'], mini: ['小程序模板', 'Mini program template'], official: ['公众号模板', 'Official account template'],
  banners: ['横幅数', 'Banners'], sections: ['商品栏数', 'Rows'], company: ['经营者', 'Operator'], licence_no: ['信用代码', 'Credit code'], icp: ['备案号', 'ICP'], notice: ['公告', 'Notice'], mchid: ['商户号', 'Merchant'], serial_no: ['证书序列号', 'Serial'], public_key_id: ['公钥 ID', 'Public key id'],
  order_close_minutes: ['未付款关闭(分钟)', 'Close after minutes'], auto_receive_days: ['自动收货(天)', 'Received after days'], complete_after_days: ['交易完成(天)', 'Completed after days'], low_stock_at: ['库存提醒', 'Low stock at'], refund_review: ['退款需审核', 'Refunds reviewed'], terms_version: ['条款版本', 'Terms version'], guarantee: ['担保交易', 'Guarantee'], standing_bp: ['固定分账', 'Standing share'], account: ['账号', 'Account'],
  count: ['笔数', 'Count'], gross_fen: ['提现金额', 'Amount'], net_fen: ['到账', 'Arrives'], tax_fen: ['税款', 'Tax'], receipt: ['完税证明号', 'Receipt'], people: ['人数', 'People'], path: ['付款方式', 'How it is paid'], strategy: ['个税算法', 'Tax formula'], min_fen: ['每笔至少', 'At least'], max_fen: ['每笔最多', 'At most'], day_fen: ['每天最多', 'A day'], day_count: ['每天次数', 'Times a day'], month_fen: ['每月最多', 'A month'], auto_below_fen: ['免审金额', 'Without review'], fee_fen: ['每笔手续费', 'Fee each'], fee_bp: ['手续费比例', 'Fee share'], batch_day_fen: ['商户号每天转出', 'Account a day'], job_title: ['岗位类型', 'Job title'], effective_at: ['生效时间', 'In force from'], base: ['计佣基数', 'Base'], freeze_days: ['收货后冻结(天)', 'Frozen for days'], order_share_bp: ['每单合计上限', 'Limit of an order'], margin_share_bp: ['毛利可分', 'Share of margin'], fulfilment_fen: ['每件履约', 'Fulfilment a piece'], reserve_bp: ['风险准备', 'Reserve'], target_bp: ['目标利润', 'Target'], grades: ['等级系数', 'Grades'], pays: ['规则', 'Rules'],
  words: ['说的话', 'Words'], shopkeeper: ['店主', 'Shopkeeper'], order_number: ['订单', 'Order'], amount_fen: ['金额', 'Amount'], how: ['办法', 'How'], day: ['日期', 'Day'], number: ['单号', 'Number'], bill_fen: ['账单', 'Bill'], books_fen: ['账本', 'Books'], note: ['备注', 'Note'], level: ['会员等级', 'Member level'], points: ['积分', 'Points'], super_user: ['超级用户', 'Super user'], bears_loss: ['亏损由预算承担', 'Loss borne by the budget'], budget_fen: ['活动预算', 'Budget'], loss_max_fen: ['最多亏损', 'Loss at most'],
}

const PLACES: Record<string, (id: string) => string> = {
  ord: (id) => `/orders/${id}`,
  prd: (id) => `/products/${id}`,
  stf: () => '/staff',
  cmp: (id) => `/campaigns/${id}`,
  frt: () => '/freight',
  rcv: () => '/receivers',
  pln: () => '/commission-plans',
  apr: (id) => `/approvals?open=${id}`,
  pyo: (id) => `/payouts/${id}`,
  pyb: () => '/payouts?tab=confirming',
  dsp: (id) => `/disputes?dispute=${id}`,
  cpl: (id) => `/complaints?complaint=${id}`,
  fnd: (id) => `/compliance/findings?finding=${id}`,
  psn: (id) => `/members/${id}`,
  shop: () => '/settings',
}

type Fields = Record<string, unknown>

export interface Change {
  field: string
  before: string
  after: string
}

const BP_A_PERCENT = 100

/** A value as a person says it: roles, states, shares, yes and no. */
function told(field: string, value: unknown): string {
  if (typeof value === 'boolean') return say(value ? 'say.yes' : 'say.no')
  if (field === 'role' && typeof value === 'string') return named('role', value)
  if (field === 'state' && typeof value === 'string') return named('productState', value)
  if ((field === 'kind' || field === 'how' || field === 'base') && typeof value === 'string') return word(KINDS, value)
  if (field.endsWith('_fen') && typeof value === 'number') return yuan(value)
  if (field === 'changed' && Array.isArray(value)) return value.map((one) => word(KINDS, String(one))).join('、')
  if (field.endsWith('_bp') && typeof value === 'number') return `${value / BP_A_PERCENT}%`
  return plain(value)
}

export function groupWord(group: string): string {
  return word(GROUPS, group)
}

function word(words: Record<string, [string, string]>, name: string): string {
  const pair = words[name]
  return pair ? pair[language() === 'en' ? 1 : 0] : name
}

function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return ''
  if (Array.isArray(value)) return value.map(plain).join('、')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Records inside records are told field by field too. */
function flat(fields: Fields | null): Fields {
  return Object.fromEntries(
    Object.entries(fields ?? {}).flatMap(([name, value]) => (value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(flat(value as Fields)) : [[name, value]])),
  ) as Fields
}

/** Only what differs, field by field. */
export function changes(row: { before: Fields | null; after: Fields | null }, without: string[] = []): Change[] {
  const before = flat(row.before)
  const after = flat(row.after)
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.filter((name) => !without.includes(name)).map((name) => ({ field: word(FIELDS, name), before: told(name, before[name]), after: told(name, after[name]) })).filter((change) => change.before !== change.after)
}

export function subjectPlace(subject: string): string | null {
  const prefix = /^([a-z]+)_/.exec(subject)?.[1] ?? ''
  return PLACES[prefix]?.(subject) ?? null
}
