/**
 * The number of a resident identity card: GB 11643-1999, 17 digits of place, birth and order and a check character by
 * ISO 7064 MOD 11-2. Checked here so that a slip is seen where it is made; the server checks again. Pure.
 */

import { serverNow } from '@/here/clock'

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'
const ADULT_YEARS = 18

export function isIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text) || !born(text)) return false
  const sum = WEIGHTS.reduce((all, weight, at) => all + weight * Number(text[at]), 0)
  return CHECKS[sum % 11] === text[17]
}

/** Whether who has this number is 18 by the shop's calendar (UTC+8). */
export function isAdult(text: string, now: string = serverNow()): boolean {
  const birth = born(text)
  if (!birth) return false
  const today = new Date(Date.parse(now) + 8 * 3_600_000)
  const [year, month, day] = [today.getUTCFullYear(), today.getUTCMonth() + 1, today.getUTCDate()]
  const had_birthday = month > birth.month || (month === birth.month && day >= birth.day)
  return year - birth.year - (had_birthday ? 0 : 1) >= ADULT_YEARS
}

function born(text: string): { year: number; month: number; day: number } | null {
  const [year, month, day] = [text.slice(6, 10), text.slice(10, 12), text.slice(12, 14)].map(Number) as [number, number, number]
  const at = new Date(Date.UTC(year, month - 1, day))
  const real = at.getUTCFullYear() === year && at.getUTCMonth() === month - 1 && at.getUTCDate() === day
  return real && year >= 1900 ? { year, month, day } : null
}
