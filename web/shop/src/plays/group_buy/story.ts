/** What a team is at, in a heading and a sentence: pure. */

import { formatYuan } from '@kit/money'
import type { SeatState, Step, Team, TeamState } from './api'
import { t, type Word } from './words'

export interface Story {
  title: string
  text: string
}

const SEATS: Partial<Record<SeatState, Word>> = {
  left: 'left_team',
  refunded: 'refunded',
  released: 'released',
}

/** `deadline` is the team's, already said in words; `late`: it has passed by the server's clock. */
export function storyOf(team: Team, deadline: string, late: boolean): Story {
  switch (team.state) {
    case 'pending':
      return { title: team.mine ? t('pending_mine') : t('pending'), text: t('pending_text') }
    case 'forming':
      if (late) return { title: t('ended_soon'), text: '' }
      if (team.missing === 0) return enough(team, deadline)
      return { title: t('forming', { count: team.missing }), text: t('forming_text', { time: deadline }) }
    case 'filled':
      return { title: t('filled'), text: t('filled_text') }
    case 'failed':
      if (team.merged_into) return { title: t('merged'), text: t('merged_text') }
      return { title: t('failed'), text: t('failed_text') }
    case 'void':
      return { title: t('void'), text: t('void_text') }
  }
}

/** Enough for the first price: the team succeeds at its end, cheaper for everybody when more come. */
function enough(team: Team, deadline: string): Story {
  const next = nextStep(team)
  if (!next) return { title: t('full_title'), text: t('full') }
  const count = next.people - team.joined - team.topped_up
  return { title: t('enough'), text: t('enough_text', { time: deadline, count, price: formatYuan(next.price_fen) }) }
}

/** The next step of the ladder that the team has not reached; null without one. */
export function nextStep(team: Pick<Team, 'ladder' | 'joined' | 'topped_up'>): Step | null {
  const steps = [...(team.ladder ?? [])].sort((a, b) => a.people - b.people)
  return steps.find((step) => step.people > team.joined + team.topped_up) ?? null
}

/** What became of the reader's own seat, where the team's own story does not say it. */
export function seatStory(team: Team): string {
  if (team.mine?.moved) return t(newTeam(team) ? 'moved_on' : 'moved_here')
  const word = team.mine && SEATS[team.mine.seat_state]
  return word ? t(word) : ''
}

/** The team to look at instead: where the reader's seat, or the whole team, has gone. */
export function newTeam(team: Team): string | null {
  const gone = team.mine && team.mine.team_id !== team.id ? team.mine.team_id : null
  return gone ?? team.merged_into
}

const STATES: Record<TeamState, Word> = {
  pending: 'state_pending',
  forming: 'state_forming',
  filled: 'state_filled',
  failed: 'state_failed',
  void: 'state_void',
}

const OWN: Partial<Record<SeatState, Word>> = {
  held: 'seat_held',
  left: 'seat_left',
  refunded: 'seat_refunded',
  released: 'seat_released',
}

/** A few words for a row of the reader's own list: their seat first, then the team. */
export function stateWords(line: { state: TeamState; seat_state: SeatState; missing: number }): string {
  const own = OWN[line.seat_state]
  if (!own && line.state === 'forming' && line.missing === 0) return t('enough')
  return own ? t(own) : t(STATES[line.state], { count: line.missing })
}
