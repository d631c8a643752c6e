/** What the server says of group buys. Ids are prefixed words, money is whole fen, instants are ISO-8601 in UTC. */

import { get, post } from '@/api/request'
import type { Page } from '@/api/types'

/** Price `price_fen` from `people` on. */
export interface Step {
  people: number
  price_fen: number
}

/** How the mini program is opened from a page of WeChat's browser, where this play may not run there. */
export interface OpenMini {
  appid: string
  path: string
}

export interface TeamLine {
  id: string
  sku_id?: string
  leader: { name: string; avatar_url: string | null }
  need: number
  joined: number
  missing: number
  expires_at: string
}

export interface GroupBuySku {
  sku_id: string
  price_fen: number
  team_price_fen: number
  leader_price_fen: number | null
  people: number
  ladder: Step[] | null
  /** Pieces left of the campaign's own quota; null: no quota. */
  left: number | null
}

export interface ProductGroupBuy {
  campaign: {
    id: string
    title: string
    ends_at: string
    rules: string[]
    channels_ok: boolean
    open_mini: OpenMini | null
  }
  skus: GroupBuySku[]
  teams: TeamLine[]
  server_time: string
}

export interface RunningCard {
  campaign_id: string
  product_id: string
  title: string
  picture_url: string | null
  price_fen: number
  team_price_fen: number
  people: number
  ends_at: string
}

export type TeamState = 'pending' | 'forming' | 'filled' | 'failed' | 'void'
export type SeatState = 'held' | 'in' | 'left' | 'released' | 'refunded' | 'moved'
export type TeamAction = 'join' | 'pay' | 'share' | 'leave' | 'open_own' | 'view_order'

export interface Team {
  id: string
  state: TeamState
  campaign_id: string
  product: { id: string; title: string; picture_url: string | null }
  sku_id: string
  option_text: string
  price_fen: number
  list_price_fen: number
  people: number
  joined: number
  missing: number
  topped_up: number
  members: { name: string; avatar_url: string | null; leader: boolean; me: boolean; at: string }[]
  expires_at: string | null
  finished_at: string | null
  rules: string[]
  ladder: Step[] | null
  merged_into: string | null
  /** `moved`: the seat came from another team, or went from this one into `team_id`. */
  mine: { seat_state: SeatState; order_id: string; team_id: string; moved: boolean; pay_by: string | null } | null
  actions: TeamAction[]
  others: TeamLine[]
  server_time: string
}

export interface MyTeam {
  id: string
  state: TeamState
  product: { id: string; title: string; picture_url: string | null }
  option_text: string
  price_fen: number
  people: number
  joined: number
  missing: number
  expires_at: string | null
  seat_state: SeatState
  order_id: string
}

export const readProductGroupBuy = (product_id: string) =>
  get<ProductGroupBuy>(`/group-buy/products/${product_id}`)
export const readRunning = (cursor: string | null) =>
  get<Page<RunningCard>>('/group-buy/campaigns', { cursor, limit: 20 })
export const readTeam = (id: string) => get<Team>(`/group-buy/teams/${id}`)
export const readMyTeams = (cursor: string | null) => get<Page<MyTeam>>('/group-buy/mine', { cursor, limit: 20 })
export const leaveTeam = (id: string, key: string) => post<void>(`/group-buy/teams/${id}/leave`, key)

/** The team behind an order of the reader's; null when there is none. */
export const readTeamOfOrder = async (order_id: string): Promise<MyTeam | null> => {
  const { items } = await get<Page<MyTeam>>('/group-buy/mine', { order_id, limit: 1 })
  return items[0] ?? null
}
