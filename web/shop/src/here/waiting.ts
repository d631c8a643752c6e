/** Asking again, more and more seldom, until there is an answer or patience ends. */

import { onUnload } from '@dcloudio/uni-app'
import { ref } from 'vue'

const FIRST_MS = 1000
const GROWTH = 1.5
const LONGEST_MS = 8000
const TIMES_MAX = 14

export function useWaiting(ask: () => Promise<boolean>) {
  const waiting = ref(false)
  let timer: ReturnType<typeof setTimeout> | undefined
  let turn = 0

  /** Asks until `ask` says that there is an answer; a failed question counts as none. */
  async function wait(times = TIMES_MAX): Promise<void> {
    const mine = ++turn
    waiting.value = true
    for (let at = 0, pause_ms = FIRST_MS; at < times && mine === turn; at += 1) {
      if (await ask().catch(() => false)) break
      await new Promise((resolve) => {
        timer = setTimeout(resolve, pause_ms)
      })
      pause_ms = Math.min(pause_ms * GROWTH, LONGEST_MS)
    }
    if (mine === turn) waiting.value = false
  }

  function stop(): void {
    turn += 1
    clearTimeout(timer)
    waiting.value = false
  }

  onUnload(stop)
  return { waiting, wait, stop }
}
