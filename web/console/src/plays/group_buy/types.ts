/** What the server says of teams. */
import type { Answer, Row } from '@/transport/types/shape'

export type TeamRow = Row<'/group-buy/teams'>
export type TeamDetail = Answer<'/group-buy/teams/{team_id}'>
export type TeamMember = TeamDetail['members'][number]
export type Estimate = Answer<'/group-buy/estimate'>
