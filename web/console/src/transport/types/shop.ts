/** Settings, staff, people, the audit and the shop's first page. */
import type { Answer, Given, Row } from './shape'

export type Settings = Answer<'/settings'>
export type SettingsBody = Given<'/settings', 'put'>
/** The settings while they are typed: the licence is there, if only blank. */
export type SettingsForm = Settings & Required<Pick<Settings, 'licence'>>
export type OrderRules = Settings['rules']
export type ShopDocument = Answer<'/settings/documents/{kind}'>

export type WechatApp = Answer<'/settings/wechat-apps/{kind}'>
export type AppKind = WechatApp['kind']

export type Staffer = Row<'/staff'>
export type Session = Row<'/me/sessions'>
export type TotpBegun = Answer<'/me/totp/begin', 'post'>
export type TotpTurnedOn = Answer<'/me/totp/confirm', 'post'>
export type Approval = Row<'/approvals'>
export type ApprovalRule = Answer<'/approvals/rule'>
export type Witness = Row<'/audit/people'>
export type AuditRow = Row<'/audit'>
export type AccessRow = Row<'/audit/access'>
export type Person = Row<'/people'>

export type Home = Answer<'/storefront/home'>
export type HomeBody = Given<'/storefront/home', 'put'>
