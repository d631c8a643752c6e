/** What is gone through before publishing, each with what was found. Pure. */
import type { CampaignPreview } from '@/transport/types'

import type { Draft, Gap } from './form'

export type Verdict = 'good' | 'warn' | 'bad'
export type CheckName = 'complete' | 'rules' | 'margin' | 'channels' | 'budget' | 'window'

export interface Check {
  name: CheckName
  verdict: Verdict
}

/** Variants whose cost nobody entered: the profit check says nothing of them. */
export function unknownCosts(preview: CampaignPreview): number {
  return preview.margin.filter((row) => row.cost_fen === null).length
}

export function checks(draft: Draft, missing: Gap[], preview: CampaignPreview, now: number): Check[] {
  const short = preview.loss !== null && preview.loss.most_fen > preview.loss.budget_fen
  const thin = preview.margin.some((row) => !row.ok) || short
  const refused = preview.verdicts.some((one) => !one.allowed && draft.channels.includes(one.channel))
  const past = !draft.ends_at || draft.ends_at.getTime() <= now
  return [
    { name: 'complete', verdict: missing.length ? 'bad' : 'good' },
    { name: 'rules', verdict: preview.problems.length ? 'bad' : 'good' },
    { name: 'margin', verdict: thin ? 'bad' : unknownCosts(preview) || preview.loss?.most_fen ? 'warn' : 'good' },
    { name: 'channels', verdict: refused || !draft.channels.length ? 'bad' : 'good' },
    { name: 'budget', verdict: draft.budget_fen === null ? 'warn' : 'good' },
    { name: 'window', verdict: past ? 'bad' : 'good' },
  ]
}

export function publishable(all: Check[], preview: CampaignPreview, accepted: boolean): boolean {
  return all.every((one) => one.verdict !== 'bad') && (accepted || unknownCosts(preview) === 0)
}

