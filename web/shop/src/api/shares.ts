import { get, post } from './request'
import type { Arrival, CodePage, Comer, OwnShare, Page, Share, ShareFigures, ShareTarget } from './types'

/** `show_me`: the sharer's name and picture may stand on it; null leaves that as it was (not, at first). */
export const makeShare = (target: ShareTarget, campaign_id: string | null, show_me: boolean | null, key: string) =>
  post<Share>('/shares', key, { target, campaign_id, show_me })
export const recordVisit = (token: string, scene: number | null, key: string) =>
  post<Arrival>('/visits', key, { token, scene })
/** What this device did before signing in becomes the person's. */
export const joinVisitor = (key: string) => post<{ joined: boolean }>('/visitor/join', key)
/** The page behind a scanned code. */
export const readCode = (token: string) => get<CodePage>(`/codes/${encodeURIComponent(token)}`)

export const readOwnShares = (cursor: string | null) => get<Page<OwnShare>>('/shares/mine', { cursor, limit: 20 })
export const readShareFigures = () => get<ShareFigures>('/shares/mine/figures')
export const readComers = (id: string, cursor: string | null) =>
  get<Page<Comer>>(`/shares/${id}/visitors`, { cursor, limit: 20 })
