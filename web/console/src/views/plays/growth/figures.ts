/** The figures of a campaign in the order in which they are told: reach, help, orders, people, money. */
import { yuan } from '@/format/money'
import { day } from '@/format/time'
import type { GrowthRow } from '@/transport/types'

export const FIGURES = ['people', 'opens', 'helpers', 'paid_orders', 'paid_fen', 'new_customers', 'cost_fen', 'cost_per_new_customer_fen', 'return_bp'] as const
export type FigureName = (typeof FIGURES)[number]
export type SortName = FigureName | 'starts_at'
export const SORTS: readonly SortName[] = ['starts_at', ...FIGURES]

const MONEY: ReadonlySet<string> = new Set(['paid_fen', 'cost_fen', 'cost_per_new_customer_fen'])

/** A figure as it is shown; a dash where it cannot be told. 30000 hundredths of a percent are ¥3.00 for each yuan. */
export function told(row: GrowthRow, name: SortName): string {
  if (name === 'starts_at') return day(row.starts_at)
  const value = row[name]
  if (value === null) return '–'
  if (name === 'return_bp') return yuan(Math.floor(value / 100))
  return MONEY.has(name) ? yuan(value) : String(value)
}
