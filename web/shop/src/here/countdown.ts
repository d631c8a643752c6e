/** Time by the server's clock, second by second. */

import { computed, onUnmounted, ref, type Ref } from 'vue'
import { serverNow_ms } from './clock'

/** What the server's clock says now, as milliseconds since 1970. */
export function useServerTime(): Ref<number> {
  const now_ms = ref(serverNow_ms())
  const timer = setInterval(() => {
    now_ms.value = serverNow_ms()
  }, 1000)
  onUnmounted(() => clearInterval(timer))
  return now_ms
}

/** Time left until a deadline; null without one. */
export function useCountdown(deadline_at: Ref<string | null>) {
  const now_ms = useServerTime()
  return computed(() => (deadline_at.value ? Date.parse(deadline_at.value) - now_ms.value : null))
}
