/** What the shop told the person, and what they allow it to send by WeChat. */

import { get, post, put } from './request'
import type { InboxItem, NoticePrompt, NoticeSwitches, Page, SubscribeAnswer, Unread } from './types'

export const readInbox = (cursor: string | null) => get<Page<InboxItem>>('/notices', { cursor, limit: 20 })
export const readUnread = () => get<Unread>('/notices/unread')
export const markRead = (ids: string[] | 'all', key: string) =>
  post<Unread>('/notices/read', key, ids === 'all' ? { all: true } : { ids })

/** The templates one tap may ask for at a moment (`order`, `team`); empty lists: there is nothing to ask. */
export const readPrompt = (moment: string) => get<NoticePrompt>('/notices/prompt', { moment })
/** What `wx.requestSubscribeMessage` or `<wx-open-subscribe>` answered, by template; every accept allows one message. */
export const giveAnswers = (
  app: 'mini' | 'official',
  answers: Record<string, SubscribeAnswer>,
  key: string,
) => post<{ count: number }>('/notices/answers', key, { app, answers })

export const readSwitches = () => get<NoticeSwitches>('/notices/settings')
export const setSwitches = (kinds: { code: string; on: boolean }[], key: string) =>
  put<NoticeSwitches>('/notices/settings', key, { kinds })
