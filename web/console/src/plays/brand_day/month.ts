/** A month as a calendar of weeks that begin on Monday; days are dates such as "2026-07-05". Pure. */

export interface Cell {
  day: string
  /** Of this month; others fill the first and last week. */
  inside: boolean
}

const two = (number: number): string => String(number).padStart(2, '0')
const textOf = (at: Date): string => `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`

/** "2026-07" and so many months on. */
export function monthFrom(month: string, steps: number): string {
  const [year, number] = month.split('-').map(Number)
  return textOf(new Date(Date.UTC(year!, number! - 1 + steps, 1))).slice(0, 7)
}

/** Whole weeks that hold a month. */
export function weeksOf(month: string): Cell[][] {
  const [year, number] = month.split('-').map(Number)
  const first = new Date(Date.UTC(year!, number! - 1, 1))
  const lead = (first.getUTCDay() + 6) % 7
  const days = new Date(Date.UTC(year!, number!, 0)).getUTCDate()
  const count = Math.ceil((lead + days) / 7)
  return Array.from({ length: count }, (_, week) =>
    Array.from({ length: 7 }, (__, at) => {
      const day = textOf(new Date(Date.UTC(year!, number! - 1, 1 - lead + week * 7 + at)))
      return { day, inside: day.startsWith(month) }
    }),
  )
}
