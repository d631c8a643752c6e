import { language } from '@/words'

/** Business days and clocks are the shop's: Asia/Shanghai. */
const ZONE = 'Asia/Shanghai'

function parts(instant: string): Record<string, string> {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
  })
  return Object.fromEntries(format.formatToParts(new Date(instant)).map((part) => [part.type, part.value]))
}

export function day(instant: string): string {
  const p = parts(instant)
  return `${p.year}-${p.month}-${p.day}`
}

export function minute(instant: string): string {
  const p = parts(instant)
  return `${p.year}-${p.month}-${p.day} ${p.hour}:${p.minute}`
}

export function second(instant: string): string {
  return `${minute(instant)}:${parts(instant).second}`
}

/** Month and day for axes and tight rows; takes an instant or a plain day. */
export function shortDay(text: string): string {
  const [, month = '', dayOfMonth = ''] = text.length === 10 ? text.split('-') : day(text).split('-')
  return `${Number(month)}/${Number(dayOfMonth)}`
}

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [['day', 86_400], ['hour', 3_600], ['minute', 60]]

/** "3 hours ago" near now; the minute itself beyond a week. */
export function ago(instant: string, now = Date.now()): string {
  const seconds = Math.round((new Date(instant).getTime() - now) / 1000)
  if (Math.abs(seconds) > 7 * 86_400) return minute(instant)
  const words = new Intl.RelativeTimeFormat(language(), { numeric: 'auto' })
  for (const [unit, length] of STEPS) {
    if (Math.abs(seconds) >= length) return words.format(Math.trunc(seconds / length), unit)
  }
  return words.format(0, 'minute')
}

/** The instants between which a picked pair of shop days lies: from the first midnight to the last one's end. */
export function dayRange(days: [string, string] | null): { from?: string; to?: string } {
  if (!days) return {}
  return { from: days[0], to: days[1] }
}

export function today(now = new Date()): string {
  return day(now.toISOString())
}

export function daysBefore(text: string, days: number): string {
  const noon = new Date(`${text}T12:00:00+08:00`)
  return day(new Date(noon.getTime() - days * 86_400_000).toISOString())
}
