/** The drawing of a team that fills: a ring of seats and two thin arcs behind it, as an SVG address. Pure. */

import { COLOURS } from '@/parts/colours'

const SIDE = 200
const MIDDLE = SIDE / 2
const SEATS_R = 92
const SEATS_MAX = 24
const GAP = 10 / (2 * Math.PI * SEATS_R) // between two seats, their round ends included

interface Filling {
  people: number
  joined: number
  /** Seats the merchant added openly; they are drawn apart. */
  topped_up: number
}

export function ringsUrl(team: Filling): string {
  const drawing = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIDE} ${SIDE}" fill="none" stroke-linecap="round">`,
    ...(team.people <= SEATS_MAX ? seats(team) : whole(team)),
    arc(80, share(team), 1.5, COLOURS.water, 0.5),
    arc(71, share(team), 1.5, COLOURS.water, 0.25),
    '</svg>',
  ].join('')
  return `data:image/svg+xml,${encodeURIComponent(drawing)}`
}

/** How full the team is, from 0 to 1. */
export function share({ people, joined, topped_up }: Filling): number {
  return people > 0 ? Math.min(1, (joined + topped_up) / people) : 0
}

function seats({ people, joined, topped_up }: Filling): string[] {
  const step = 1 / people
  return Array.from({ length: people }, (_, at) => {
    const taken = at < joined
    const colour = taken ? COLOURS.water : at < joined + topped_up ? COLOURS['ink-3'] : COLOURS.line
    return stroke(SEATS_R, at * step + GAP / 2, (at + 1) * step - GAP / 2, 5, colour, 1)
  })
}

function whole(team: Filling): string[] {
  return [stroke(SEATS_R, 0, 0.999, 5, COLOURS.line, 1), arc(SEATS_R, share(team), 5, COLOURS.water, 1)]
}

function arc(radius: number, part: number, width: number, colour: string, opacity: number): string {
  return part > 0 ? stroke(radius, 0, Math.min(part, 0.999), width, colour, opacity) : ''
}

/** An arc from one part of the circle to another, 0 at the top, clockwise. */
function stroke(radius: number, from: number, to: number, width: number, colour: string, opacity: number): string {
  const [ax, ay] = point(radius, from)
  const [bx, by] = point(radius, to)
  const large = to - from > 0.5 ? 1 : 0
  return `<path d="M${ax} ${ay}A${radius} ${radius} 0 ${large} 1 ${bx} ${by}" stroke="${colour}" stroke-width="${width}" opacity="${opacity}"/>`
}

function point(radius: number, part: number): [string, string] {
  const turn = part * 2 * Math.PI
  return [(MIDDLE + radius * Math.sin(turn)).toFixed(2), (MIDDLE - radius * Math.cos(turn)).toFixed(2)]
}
