/** What the server says of red packets. Ids are prefixed words, money is whole fen, instants are ISO-8601 in UTC. */

import { get, post } from '@/api/request'
import type { Answer, Page } from '@/api/types'

export type Packet = Answer<'/api/shop/red-packet/packets/{packet_id}', 'get'>
export type Taken = Answer<'/api/shop/red-packet/packets/{packet_id}/take', 'post'>
export type Weekly = Answer<'/api/shop/red-packet/weekly', 'get'>
export type Opened = Answer<'/api/shop/red-packet/weekly/{campaign_id}/open', 'post'>
export type MyPacket = Answer<'/api/shop/red-packet/mine', 'get'>['items'][number]
export type Got = Answer<'/api/shop/red-packet/taken', 'get'>[number]
export type OfOrder = Answer<'/api/shop/red-packet/of-order', 'get'>

export const readPacket = (id: string) => get<Packet>(`/red-packet/packets/${id}`)
export const takePart = (id: string, key: string) => post<Taken>(`/red-packet/packets/${id}/take`, key)
export const readWeekly = () => get<Weekly>('/red-packet/weekly')
export const openWeekly = (campaign_id: string, key: string) =>
  post<Opened>(`/red-packet/weekly/${campaign_id}/open`, key)
export const readMine = (cursor: string | null) => get<Page<MyPacket>>('/red-packet/mine', { cursor, limit: 20 })
export const readTaken = () => get<Got[]>('/red-packet/taken')
export const readOfOrder = (order_id: string) => get<OfOrder>('/red-packet/of-order', { order_id })
