/** Days and clocks of the shop (Asia/Shanghai), wherever the reader is. Pure. */

const EAST_MS = 8 * 3_600_000

const two = (number: number): string => String(number).padStart(2, '0')

const here = (instant: string): Date => new Date(Date.parse(instant) + EAST_MS)

/** "2026-05-20" of an instant. */
export function dayText(instant: string): string {
  const at = here(instant)
  return `${at.getUTCFullYear()}-${two(at.getUTCMonth() + 1)}-${two(at.getUTCDate())}`
}

/** "20:00" of an instant. */
export function clockText(instant: string): string {
  const at = here(instant)
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`
}
