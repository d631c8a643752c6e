/** What the server says of check-ins, day by day. */
import type { Answer } from '@/transport/types/shape'

export type PerDay = Answer<'/check-in/days'>[number]
