/** Weeks of a month and the bars that run through them. Pure; days are YYYY-MM-DD of the shop. */

export interface Span {
  id: string
  first: string
  last: string
}

/** A campaign's stretch within one week: columns 0 to 6, both included; `begins` and `ends` when that is here. */
export interface Bar {
  id: string
  from: number
  to: number
  lane: number
  begins: boolean
  ends: boolean
}

const DAY_MS = 86_400_000

function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** The weeks (from Monday) that hold a month, each its seven days. */
export function weeksOf(month: string): string[][] {
  const first = `${month}-01`
  const monday = shifted(first, -((new Date(`${first}T00:00:00Z`).getUTCDay() + 6) % 7))
  const weeks: string[][] = []
  for (let start = monday; start.slice(0, 7) <= month; start = shifted(start, 7)) weeks.push(Array.from({ length: 7 }, (_, at) => shifted(start, at)))
  return weeks
}

/** Days in a row as one stretch each: its first and its last; the days stand in order. */
export function runsOf(days: readonly string[]): [string, string][] {
  const runs: [string, string][] = []
  for (const one of days) {
    const last = runs.at(-1)
    if (last && shifted(last[1], 1) === one) last[1] = one
    else runs.push([one, one])
  }
  return runs
}

export function monthAfter(month: string, months: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + months, 1)).toISOString().slice(0, 7)
}

/** Bars of a week without any two on each other: each takes the first free lane, the earlier and longer first. */
export function barsOf(spans: readonly Span[], week: readonly string[]): Bar[] {
  const monday = week[0]!, sunday = week[6]!
  const here = spans.filter((one) => one.first <= sunday && one.last >= monday).sort((one, other) => one.first.localeCompare(other.first) || other.last.localeCompare(one.last) || one.id.localeCompare(other.id))
  const free: number[] = []
  return here.map((one) => {
    const from = one.first <= monday ? 0 : week.indexOf(one.first)
    const to = one.last >= sunday ? 6 : week.indexOf(one.last)
    const found = free.findIndex((until) => until < from)
    const lane = found === -1 ? free.length : found
    free[lane] = to
    return { id: one.id, from, to, lane, begins: one.first >= monday, ends: one.last <= sunday }
  })
}
