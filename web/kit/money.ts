/**
 * Money and time as people read them. Money arrives as integer fen and is cut by whole numbers only; time arrives
 * as an ISO instant in UTC and is shown in the zone of the reader's device.
 */

export type Language = 'zh-CN' | 'en'

export interface YuanParts {
  sign: '' | '-'
  /** Whole yuan with thousands separators, for example "1,280". */
  yuan: string
  /** Two digits of fen without the point, for example "05". */
  fen: string
}

/** Cuts fen into what is set large and what is set small. */
export function yuanParts(amount_fen: number): YuanParts {
  if (!Number.isSafeInteger(amount_fen)) throw new RangeError(`money is whole fen, got ${amount_fen}`)
  const positive = Math.abs(amount_fen)
  const fen = positive % 100
  const yuan = (positive - fen) / 100
  return {
    sign: amount_fen < 0 ? '-' : '',
    yuan: String(yuan).replace(/\B(?=(\d{3})+$)/g, ','),
    fen: String(fen).padStart(2, '0'),
  }
}

/** "¥1,280.05", with a leading minus for what is given back. */
export function formatYuan(amount_fen: number): string {
  const { sign, yuan, fen } = yuanParts(amount_fen)
  return `${sign}¥${yuan}.${fen}`
}

/** Reads "1280", "1,280.5" or "¥0.05" into fen; null when it is not an amount with at most two decimals. */
export function parseYuan(text: string): number | null {
  const found = /^[¥￥]?(\d{1,9})(?:\.(\d{1,2}))?$/.exec(text.trim().replace(/,/g, ''))
  if (!found) return null
  return Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0'))
}

const two = (value: number): string => String(value).padStart(2, '0')

/** "2026-09-30 21:05" (seconds are never shown to people). */
export function formatMoment(instant: string): string {
  const at = new Date(instant)
  return `${formatDay(instant)} ${two(at.getHours())}:${two(at.getMinutes())}`
}

/** "2026-09-30". */
export function formatDay(instant: string): string {
  const at = new Date(instant)
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/**
 * A moment as one says it beside `now` (both instants): the time alone today, month and day this year, else the whole
 * date.
 */
export function formatNear(instant: string, now: string, language: Language): string {
  const at = new Date(instant)
  const here = new Date(now)
  const clock = `${two(at.getHours())}:${two(at.getMinutes())}`
  if (formatDay(instant) === formatDay(now)) return language === 'en' ? `today ${clock}` : `今天 ${clock}`
  if (at.getFullYear() !== here.getFullYear()) return `${formatDay(instant)} ${clock}`
  if (language === 'en') {
    const month = at.toLocaleString('en', { month: 'short' })
    return `${at.getDate()} ${month} ${clock}`
  }
  return `${at.getMonth() + 1} 月 ${at.getDate()} 日 ${clock}`
}

/** Time left as "14:59", with hours in front when there are any; "00:00" when none is left. */
export function formatLeft(left_ms: number): string {
  const seconds = Math.max(0, Math.ceil(left_ms / 1000))
  const hours = Math.floor(seconds / 3600)
  const rest = `${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`
  return hours ? `${two(hours)}:${rest}` : rest
}

/** A span in its two largest units, minutes the smallest: "1 天 6 小时", "5 小时 12 分钟", "8 分钟". Never says more than is left. */
export function formatSpan(span_ms: number, language: Language): string {
  const minutes = Math.max(0, Math.floor(span_ms / 60_000))
  const parts = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  const from = parts.findIndex((part) => part > 0)
  if (from < 0) return language === 'en' ? 'less than a minute' : '不到 1 分钟'
  return parts
    .slice(from, from + 2)
    .map((part, at) => (part ? spanWord(part, from + at, language) : ''))
    .filter(Boolean)
    .join(' ')
}

function spanWord(count: number, unit: number, language: Language): string {
  if (language !== 'en') return `${count} ${['天', '小时', '分钟'][unit]}`
  return `${count} ${['day', 'hour', 'minute'][unit]}${count === 1 ? '' : 's'}`
}
