import { onScopeDispose, ref, type Ref } from 'vue'

/** The time, minute by minute, for clocks that are read and not raced. */
export function useNow(): Ref<number> {
  const now_ms = ref(Date.now())
  const timer = setInterval(() => (now_ms.value = Date.now()), 30_000)
  onScopeDispose(() => clearInterval(timer))
  return now_ms
}
