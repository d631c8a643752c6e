import type { ReturnPolicy } from '@/api/types'
import { t, type Word } from './index'

const SHORT: Record<ReturnPolicy, Word> = {
  yes: 'returns.yes',
  excluded_by_law: 'returns.by_law',
  excluded_by_confirmation: 'returns.by_confirmation',
}

const WHOLE: Record<ReturnPolicy, Word> = {
  yes: 'returns.yes_whole',
  excluded_by_law: 'returns.by_law_whole',
  excluded_by_confirmation: 'returns.by_confirmation_whole',
}

/** A few words beside a line of goods. */
export const returnsShort = (policy: string): string => (policy in SHORT ? t(SHORT[policy as ReturnPolicy]) : '')

/** The whole rule, on the product's page. Source: Consumer Protection Law, article 25. */
export const returnsWhole = (policy: ReturnPolicy): string => t(WHOLE[policy])
