import { get } from './request'
import type { Answer } from './types'

export type Joining = Answer<'/api/shop/distribution/joining', 'get'>

/** How one becomes a shopkeeper here, and where the reader stands with it. */
export const readJoining = () => get<Joining>('/distribution/joining')
