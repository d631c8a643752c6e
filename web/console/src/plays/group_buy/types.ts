/** What the server says of teams. */
export type TeamState = 'pending' | 'forming' | 'filled' | 'failed' | 'void'
export type SeatState = 'held' | 'in' | 'left' | 'released' | 'refunded' | 'moved'

export interface TeamRow {
  id: string
  state: TeamState
  campaign_id: string
  campaign_title: string
  product: { id: string; title: string; picture_url: string | null }
  sku_id: string
  option_text: string
  leader: { person_id: string | null; nickname: string | null } | null
  need: number
  people_max: number
  taken: number
  joined: number
  topped_up: number
  price_fen: number
  opened_at: string | null
  expires_at: string | null
  finished_at: string | null
}

export interface TeamMember {
  seat_id: string
  person_id: string
  name: string
  leader: boolean
  state: SeatState
  quantity: number
  price_fen: number
  joined_at: string | null
  expires_at: string | null
  order: { id: string; number: string; state: string } | null
}

export interface TeamStep {
  at: string
  kind: string
  text: string
  by: string | null
}

export interface TeamDetail extends TeamRow {
  members: TeamMember[]
  history: TeamStep[]
  rules: string[]
}

export interface Estimate {
  teams: number
  filled: number
  share_bp: number
  low_bp: number
  high_bp: number
  enough: boolean
}
