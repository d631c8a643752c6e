import { get, post } from './request'
import type { Arrival, Page } from './types'

export type TargetKind = 'product' | 'campaign' | 'team' | 'shop'

export interface ShareTarget {
  kind: TargetKind
  /** null for the shop itself. */
  id: string | null
  campaign_id?: string
}

/** What to hand on: words, addresses and pictures with the sharer's own mark in them. */
export interface Share {
  id: string
  token: string
  title: string
  description: string
  timeline_title: string
  link: string
  mini_path: string
  scene: string
  card_url: string
  poster_url: string
}

export interface OwnShare {
  id: string
  target: { kind: TargetKind; id: string | null; title: string; picture_url: string | null }
  created_at: string
  opens: number
  people: number
  joined: number
  orders: number
}

export interface ShareFigures {
  shares: number
  people: number
  opens: number
  joined: number
}

/** Somebody who came by a share of ours; masked until they agreed to be shown. */
export interface Comer {
  name: string
  avatar_url: string | null
  masked: boolean
  at: string
  joined: boolean
  again: number
}

export const makeShare = (target: ShareTarget, key: string) => {
  const { kind, id, campaign_id } = target
  return post<Share>('/shares', key, { target: { kind, id }, ...(campaign_id ? { campaign_id } : {}) })
}
export const recordVisit = (token: string, scene: number | null, key: string) =>
  post<Arrival>('/visits', key, { token, scene })
/** What this device did before signing in becomes the person's. */
export const joinVisitor = (key: string) => post<{ joined: boolean }>('/visitor/join', key)
/** The page behind a scanned code. */
export const readCode = (token: string) => get<{ page: string; query: Record<string, string> }>(`/codes/${token}`)

export const readOwnShares = (cursor: string | null) => get<Page<OwnShare>>('/shares/mine', { cursor, limit: 20 })
export const readShareFigures = () => get<ShareFigures>('/shares/mine/figures')
export const readComers = (id: string, cursor: string | null) =>
  get<Page<Comer>>(`/shares/${id}/visitors`, { cursor, limit: 20 })
