/** What a rule of attribution means, as a story of two shopkeepers and a customer. Pure. */
import type { Say } from '@/words'

import type pageWords from './words'

export interface RuleForm {
  mode: 'first_touch' | 'last_touch'
  protection_days: number
  validity_days: number | null
  new_customers_only: boolean
}

export function plainRule(rule: RuleForm, t: Say<(typeof pageWords)['zh-CN']>): string[] {
  const lines = [t('p1')]
  if (rule.new_customers_only) lines.push(t('p5new'))
  if (rule.mode === 'first_touch') lines.push(t('p3first'))
  else lines.push(rule.protection_days ? t('p2', { days: rule.protection_days }) : t('p2none'), t('p3last'))
  lines.push(rule.validity_days === null ? t('p4none') : t('p4', { days: rule.validity_days }), t('p6'))
  return lines
}
