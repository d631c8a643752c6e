/** Time left as a list says it: to the second on the last day, in days and hours before. Pure. */

import { formatLeft, formatSpan, type Language } from '@kit/money'

const DAY_MS = 86_400_000

export function leftWords(until_at: string, now_ms: number, language: Language): string {
  const left_ms = Date.parse(until_at) - now_ms
  if (left_ms <= 0) return ''
  return left_ms > DAY_MS ? formatSpan(left_ms, language) : formatLeft(left_ms)
}
