/** What is left until something is due, by the shop's clock: it may have been moved, so the server says what time it is. */
import { onScopeDispose, ref, type Ref } from 'vue'

import type { ComplaintRow } from '@/transport/types'
import type { Say } from '@/words'

import type pageWords from './words'

const MINUTE = 60_000

/** The shop's present instant in milliseconds; `tell` sets it, after that it runs with this machine. */
export function useClock(): { now: Ref<number>; tell: (instant: string) => void } {
  let ahead = 0
  const now = ref(Date.now())
  const tick = (): void => void (now.value = Date.now() + ahead)
  const timer = setInterval(tick, MINUTE / 2)
  onScopeDispose(() => clearInterval(timer))
  return {
    now,
    tell: (instant) => {
      ahead = new Date(instant).getTime() - Date.now()
      tick()
    },
  }
}

export function isLate(row: Pick<ComplaintRow, 'due_at'>, now: number): boolean {
  return row.due_at !== null && new Date(row.due_at).getTime() <= now
}

/** "First reply: 5 h 12 min left"; what has no clock says whose turn it is. */
export function dueText(row: Pick<ComplaintRow, 'due_at' | 'due_for'>, now: number, t: Say<(typeof pageWords)['zh-CN']>): string {
  if (row.due_at === null || row.due_for === null) return t('noDue')
  const minutes = Math.max(0, Math.floor(Math.abs(new Date(row.due_at).getTime() - now) / MINUTE))
  const hours = Math.floor(minutes / 60)
  const time = hours >= 48 ? t('daysHours', { d: Math.floor(hours / 24), h: hours % 24 }) : t('hoursMinutes', { h: hours, m: minutes % 60 })
  return t(isLate(row, now) ? 'late' : 'left', { what: t(`dueFor.${row.due_for}`), time })
}
