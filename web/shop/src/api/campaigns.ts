/** What the server says of all plays at once. Ids are prefixed words, money is whole fen, instants are ISO-8601 in UTC. */

import { get } from './request'
// #ifdef H5
import { listen } from './request'
// #endif
import type { Answer } from './types'

export type PlayCentre = Answer<'/api/shop/plays', 'get'>
export type PlayShelf = PlayCentre['plays'][number]
export type PlayOffering = PlayShelf['campaigns'][number]
export type Runs = Answer<'/api/shop/plays/mine', 'get'>
export type RunLine = Runs['runs'][number]
/** The numbers of a run or campaign that move while one looks. */
export type Live = Answer<'/api/shop/plays/{play}/live/{target}', 'get'>

export const readCentre = () => get<PlayCentre>('/plays')
export const readRuns = () => get<Runs>('/plays/mine')
export const readLive = (play: string, id: string) => get<Live>(`/plays/${play}/live/${id}`)
// #ifdef H5
export const hearLive = (play: string, id: string, told: (now: Live) => void, signal: AbortSignal) =>
  listen<Live>(`/plays/${play}/live/${id}`, told, signal)
// #endif
