/** Reading and acting from a component: what is loading, what failed, what the server says about each field. */
import { ElMessage } from 'element-plus/es/components/message/index'
import { onScopeDispose, ref, shallowRef, type Ref, type ShallowRef } from 'vue'

import { say } from '@/words'

import { asProblem, OFFLINE, type Problem } from './problem'
import { LeftAlone, Waits } from './request'
import { waitsNow } from './waits'

export interface Loaded<T> {
  data: ShallowRef<T | null>
  problem: ShallowRef<Problem | null>
  busy: Ref<boolean>
  load: () => Promise<void>
}

/** Load at once and again on demand; an answer that is no longer wanted is dropped. */
export function useLoad<T>(read: (signal: AbortSignal) => Promise<T>, atOnce = true): Loaded<T> {
  const data = shallowRef<T | null>(null)
  const problem = shallowRef<Problem | null>(null)
  const busy = ref(false)
  let current: AbortController | null = null

  async function load(): Promise<void> {
    current?.abort()
    const mine = (current = new AbortController())
    busy.value = true
    try {
      const answer = await read(mine.signal)
      if (mine.signal.aborted) return
      data.value = answer
      problem.value = null
    } catch (error) {
      if (mine.signal.aborted) return
      problem.value = asProblem(error)
    } finally {
      if (current === mine) busy.value = false
    }
  }

  onScopeDispose(() => current?.abort())
  if (atOnce) void load()
  return { data, problem, busy, load }
}

export interface Act {
  busy: Ref<boolean>
  fields: Ref<Record<string, string>>
  problem: ShallowRef<Problem | null>
  /** True when it went through, or waits for a second person. What fails is shown: at its field when the form has it, else as a message. */
  run: (act: () => Promise<unknown>, done?: string) => Promise<boolean>
  clear: () => void
}

export function words(problem: Problem): string {
  if (problem.status === OFFLINE) return say('say.offline')
  const first = problem.errors[0]?.detail
  const text = problem.message || first || `HTTP ${problem.status}`
  return problem.status >= 500 && problem.requestId ? `${text} (${problem.requestId})` : text
}

export function useAct(quiet = false): Act {
  const busy = ref(false)
  const fields = ref<Record<string, string>>({})
  const problem = shallowRef<Problem | null>(null)

  function clear(): void {
    fields.value = {}
    problem.value = null
  }

  async function run(act: () => Promise<unknown>, done?: string): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    clear()
    try {
      await act()
      if (done) ElMessage({ type: 'success', message: done, grouping: true })
      return true
    } catch (error) {
      if (error instanceof Waits) {
        waitsNow.value = error.approval
        ElMessage({ type: 'info', message: say('two.asked'), grouping: true, duration: 6000 })
        return true
      }
      if (error instanceof LeftAlone) return false
      const found = asProblem(error)
      problem.value = found
      fields.value = found.fields
      if (!quiet) ElMessage({ type: 'error', message: words(found), grouping: true, duration: 6000 })
      return false
    } finally {
      busy.value = false
    }
  }

  return { busy, fields, problem, run, clear }
}
