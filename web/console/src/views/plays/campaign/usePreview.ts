/** Asks the server what it thinks of the campaign as typed: after a short rest, the last question only. */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'

import { asProblem, type Problem } from '@/transport/problem'
import { post } from '@/transport/request'
import type { CampaignBody, CampaignPreview } from '@/transport/types'

/** The campaign as typed; the id of a kept one, so that its own claims do not count twice. */
export type PreviewBody = CampaignBody & { campaign_id: string | null }

const REST_MS = 400

export interface Preview {
  answer: ShallowRef<CampaignPreview | null>
  problem: ShallowRef<Problem | null>
  /** What is shown was said of an earlier text. */
  stale: Ref<boolean>
  ask: () => Promise<CampaignPreview | null>
}

/** `body` is null while there is nothing one could ask about. */
export function usePreview(body: () => PreviewBody | null): Preview {
  const answer = shallowRef<CampaignPreview | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const stale = ref(false)
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(): Promise<CampaignPreview | null> {
    const mine = ++asked
    const now = body()
    if (!now) return null
    try {
      const said = await post<CampaignPreview>('/campaigns/preview', now)
      if (mine !== asked) return said
      answer.value = said
      problem.value = null
      stale.value = false
      return said
    } catch (error) {
      if (mine === asked) problem.value = asProblem(error)
      return null
    }
  }

  watch(
    () => JSON.stringify(body()),
    (now) => {
      clearTimeout(timer)
      stale.value = true
      if (now !== 'null') timer = setTimeout(() => void ask(), REST_MS)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return { answer, problem, stale, ask }
}
