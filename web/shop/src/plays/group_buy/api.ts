/** What the server says of group buys. Ids are prefixed words, money is whole fen, instants are ISO-8601 in UTC. */

import { get, post } from '@/api/request'
import type { Answer, Page } from '@/api/types'

export type ProductGroupBuy = Answer<'/api/shop/group-buy/products/{product_id}', 'get'>
export type GroupBuySku = ProductGroupBuy['skus'][number]
export type TeamLine = ProductGroupBuy['teams'][number]
/** So much a piece from so many people on. */
export type Step = NonNullable<GroupBuySku['ladder']>[number]
export type RunningCard = Answer<'/api/shop/group-buy/campaigns', 'get'>['items'][number]
export type Team = Answer<'/api/shop/group-buy/teams/{team_id}', 'get'>
export type TeamState = Team['state']
export type TeamAction = Team['actions'][number]
export type MyTeam = Answer<'/api/shop/group-buy/mine', 'get'>['items'][number]
export type SeatState = MyTeam['seat_state']

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
