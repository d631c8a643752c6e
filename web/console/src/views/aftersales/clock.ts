/** How much time a case leaves, and how it is to be seen: pure. */
import { formatSpan } from '../../../../kit/money'
import type { Language } from '@/words'

export type Pressing = 'late' | 'soon' | 'calm'

const SOON_MS = 12 * 3_600_000

export function pressing(deadline: string | null | undefined, now_ms: number): Pressing | null {
  if (!deadline) return null
  const left_ms = Date.parse(deadline) - now_ms
  if (left_ms <= 0) return 'late'
  return left_ms <= SOON_MS ? 'soon' : 'calm'
}

export function spanTo(deadline: string, now_ms: number, language: Language): string {
  return formatSpan(Date.parse(deadline) - now_ms, language)
}
