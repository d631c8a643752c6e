/** Asks the server what it thinks of the plan as typed: after a short rest, the last question only. */
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'

import { asProblem, type Problem } from '@/transport/problem'
import { post } from '@/transport/request'
import type { PlanPreview, PlanPreviewBody } from '@/transport/types'

const REST_MS = 400

export interface Asking {
  answer: ShallowRef<PlanPreview | null>
  problem: ShallowRef<Problem | null>
  /** What is shown was said of an earlier text. */
  stale: Ref<boolean>
}

/** `body` is null while there is nothing one could ask about. */
export function usePlanPreview(body: () => PlanPreviewBody | null): Asking {
  const answer = shallowRef<PlanPreview | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const stale = ref(false)
  let asked = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  async function ask(): Promise<void> {
    const mine = ++asked
    const now = body()
    if (!now) return
    try {
      const said = await post<PlanPreview>('/distribution/plans/preview', now)
      if (mine !== asked) return
      answer.value = said
      problem.value = null
      stale.value = false
    } catch (error) {
      if (mine === asked) problem.value = asProblem(error)
    }
  }

  watch(
    () => JSON.stringify({ ...body(), effective_at: null }),
    () => {
      clearTimeout(timer)
      stale.value = true
      timer = setTimeout(() => void ask(), REST_MS)
    },
    { immediate: true },
  )
  onScopeDispose(() => clearTimeout(timer))
  return { answer, problem, stale }
}
