/** Notices to customers, their kinds and templates, quiet hours and budget. */
import type { Answer, Given, Row } from './shape'

export type Notice = Row<'/notices'>
export type NoticePage = Answer<'/notices'>
export type NoticeFigures = NoticePage['figures']
export type NoticeState = Notice['state']
export type NoticeKind = Answer<'/notice-kinds'>[number]
export type NoticeField = NoticeKind['fields'][number]
export type NoticeKindBody = Given<'/notice-kinds/{code}', 'put'>
export type TemplateUse = NonNullable<NoticeKind['mini']>
export type WechatTemplate = Answer<'/wechat-templates'>[number]
export type NoticeSettings = Answer<'/notice-settings'>
