/** An act of the staff in words, what it changed, and where its subject is seen. */
import type { AuditRow } from '@/transport/types'
import { language } from '@/words'

const ACTS: Record<string, [string, string]> = {
  'shop.opened': ['开店', 'Shop opened'],
  'shop.settings_changed': ['修改店铺设置', 'Shop settings changed'],
  'shop.document_published': ['发布条款新版本', 'New version of the terms'],
  'keys.mini_changed': ['修改小程序密钥', 'Mini program keys changed'],
  'keys.official_changed': ['修改公众号密钥', 'Official account keys changed'],
  'difference.settled': ['处理对账差异', 'Difference settled'],
  'bill.retried': ['重新下载账单', 'Bills fetched anew'],
  'pay_keys.replaced': ['更换微信支付密钥', 'WeChat Pay keys replaced'],
  'receiver.added': ['添加分账接收方', 'Receiver added'],
  'receiver.standing_changed': ['修改固定分账', 'Standing share changed'],
  'receiver.removed': ['删除分账接收方', 'Receiver removed'],
  'staff.added': ['添加员工', 'Staff added'],
  'staff.changed': ['修改员工', 'Staff changed'],
  'staff.removed': ['移除员工', 'Staff removed'],
  'staff.totp_turned_on': ['开启两步验证', 'Two-step sign-in turned on'],
  'home.arranged': ['装修首页', 'Home page arranged'],
  'notices.kind_changed': ['修改消息模板', 'Message template changed'],
  'notices.settings_changed': ['修改消息设置', 'Message settings changed'],
  'freight.added': ['新建运费模板', 'Freight template added'],
  'freight.changed': ['修改运费模板', 'Freight template changed'],
  'freight.dropped': ['删除运费模板', 'Freight template deleted'],
}

const FIELDS: Record<string, [string, string]> = {
  name: ['名称', 'Name'], role: ['角色', 'Role'], theme_color: ['主题色', 'Theme colour'], contact_phone: ['客服电话', 'Service phone'], slug: ['店铺地址', 'Address'], appid: ['AppID', 'AppID'], changed: ['更换了', 'Replaced'], kind: ['方式', 'Kind'], rules: ['规则数', 'Rules'],
  quiet_from: ['安静时段从', 'Quiet from'], quiet_to: ['安静时段到', 'Quiet until'], daily_budget: ['每日上限', 'Daily limit'], on: ['用微信发', 'By WeChat'], mini: ['小程序模板', 'Mini program template'], official: ['公众号模板', 'Official account template'],
  banners: ['横幅数', 'Banners'], sections: ['商品栏数', 'Rows'], company: ['经营者', 'Operator'], licence_no: ['信用代码', 'Credit code'], icp: ['备案号', 'ICP'], notice: ['公告', 'Notice'], mchid: ['商户号', 'Merchant'], serial_no: ['证书序列号', 'Serial'], public_key_id: ['公钥 ID', 'Public key id'],
  order_close_minutes: ['未付款关闭(分钟)', 'Close after minutes'], auto_receive_days: ['自动收货(天)', 'Received after days'], complete_after_days: ['交易完成(天)', 'Completed after days'], low_stock_at: ['库存提醒', 'Low stock at'], refund_review: ['退款需审核', 'Refunds reviewed'], terms_version: ['条款版本', 'Terms version'], guarantee: ['担保交易', 'Guarantee'], standing_bp: ['固定分账(万分之)', 'Standing share (1/10000)'], account: ['账号', 'Account'],
}

const PLACES: Record<string, (id: string) => string> = {
  ord: (id) => `/orders/${id}`,
  prd: (id) => `/products/${id}`,
  stf: () => '/staff',
  shop: () => '/settings',
}

export interface Change {
  field: string
  before: string
  after: string
}

export function actWord(act: string): string {
  return word(ACTS, act)
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

type Fields = Record<string, unknown>

/** Records inside records are told field by field too. */
function flat(fields: Fields | null): Fields {
  return Object.fromEntries(
    Object.entries(fields ?? {}).flatMap(([name, value]) => (value !== null && typeof value === 'object' && !Array.isArray(value) ? Object.entries(flat(value as Fields)) : [[name, value]])),
  ) as Fields
}

/** Only what differs, field by field. */
export function changes(row: AuditRow): Change[] {
  const before = flat(row.before)
  const after = flat(row.after)
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names.map((name) => ({ field: word(FIELDS, name), before: plain(before[name]), after: plain(after[name]) })).filter((change) => change.before !== change.after)
}

export function subjectPlace(subject: string): string | null {
  const prefix = /^([a-z]+)_/.exec(subject)?.[1] ?? ''
  return PLACES[prefix]?.(subject) ?? null
}
