/** An act of the staff in words, what it changed, and where its subject is seen. */
import type { AuditRow } from '@/transport/types'
import { language } from '@/words'

const ACTS: Record<string, [string, string]> = {
  'shop.opened': ['开店', 'Shop opened'],
  'shop.settings_changed': ['修改店铺设置', 'Shop settings changed'],
  'shop.document_published': ['发布条款', 'Terms published'],
  'shop.app_keys_changed': ['修改微信应用密钥', 'WeChat app keys changed'],
  'shop.wechat_app_set': ['修改微信应用密钥', 'WeChat app keys changed'],
  'pay.keys_changed': ['修改支付密钥', 'Payment keys changed'],
  'payments.keys_saved': ['修改支付密钥', 'Payment keys changed'],
  'staff.added': ['添加员工', 'Staff added'],
  'staff.changed': ['修改员工', 'Staff changed'],
  'staff.removed': ['移除员工', 'Staff removed'],
  'staff.totp_turned_on': ['开启两步验证', 'Two-step sign-in turned on'],
  'staff.password_changed': ['修改密码', 'Password changed'],
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
  const pair = ACTS[act]
  return pair ? pair[language() === 'en' ? 1 : 0] : act
}

function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Only what differs, field by field. */
export function changes(row: AuditRow): Change[] {
  const { before, after } = row
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return fields.map((field) => ({ field, before: plain(before?.[field]), after: plain(after?.[field]) })).filter((change) => change.before !== change.after)
}

export function subjectPlace(subject: string): string | null {
  const prefix = /^([a-z]+)_/.exec(subject)?.[1] ?? ''
  return PLACES[prefix]?.(subject) ?? null
}
