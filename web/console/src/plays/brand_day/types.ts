/** What the server says of brand days. */
import type { Answer } from '@/transport/types/shape'

export type Month = Answer<'/brand-day/calendar'>
export type Planned = Month['days'][number]
export type Sold = Answer<'/brand-day/ranking'>[number]
