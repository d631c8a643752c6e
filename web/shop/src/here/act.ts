/** One act of the user: sent once at a time, and again under the same key when the line was cut. */

import { ref } from 'vue'
import { asRefusal, type Refusal } from '@/api/refusal'
import { newKey } from '@/api/request'
import { toSignIn } from './go'
import { sayRefusal } from './say'

export type Outcome<T> = { done: true; value: T } | { done: false; refusal: Refusal | null }

export function useAct() {
  const busy = ref(false)
  let key = ''
  let meant = ''

  /**
   * Sends what the user asked for. `input` tells one act from another: the same input after a cut line is the same
   * act. `answer` may handle a refusal by returning true; otherwise it is said, and a lost session leads to sign-in.
   */
  async function act<T>(
    input: unknown,
    send: (key: string) => Promise<T>,
    answer?: (refusal: Refusal) => boolean,
  ): Promise<Outcome<T>> {
    if (busy.value) return { done: false, refusal: null }
    const asked = JSON.stringify(input)
    if (!key || asked !== meant) {
      key = newKey()
      meant = asked
    }
    busy.value = true
    try {
      const value = await send(key)
      key = ''
      return { done: true, value }
    } catch (caught) {
      const refusal = asRefusal(caught)
      if (!refusal.unanswered) key = ''
      if (!answer?.(refusal)) {
        if (refusal.status === 401) toSignIn()
        else sayRefusal(refusal)
      }
      return { done: false, refusal }
    } finally {
      busy.value = false
    }
  }

  return { busy, act }
}
