/** Time left until a deadline, second by second, by the server's clock. */

import { computed, onUnmounted, ref, type Ref } from 'vue'
import { serverNow_ms } from './clock'

export function useCountdown(deadline_at: Ref<string | null>) {
  const now_ms = ref(serverNow_ms())
  const timer = setInterval(() => {
    now_ms.value = serverNow_ms()
  }, 1000)
  onUnmounted(() => clearInterval(timer))
  return computed(() => (deadline_at.value ? Date.parse(deadline_at.value) - now_ms.value : null))
}
