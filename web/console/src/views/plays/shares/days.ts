/** Every day of a period, those without an opening as zero. Pure. */
import { daysBefore } from '@/format/time'
import type { SharePeriod } from '@/transport/types'

const DAYS_MAX = 400

export function everyDay(period: SharePeriod | null, metric: 'people' | 'opens' | 'shares'): { day: string; value: number }[] {
  if (!period) return []
  const known = new Map(period.days.map((day) => [day.day, day[metric]]))
  const all: { day: string; value: number }[] = []
  for (let day = period.last; day >= period.first && all.length < DAYS_MAX; day = daysBefore(day, 1)) all.unshift({ day, value: known.get(day) ?? 0 })
  return all
}
