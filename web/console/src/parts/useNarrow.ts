import { onScopeDispose, ref, type Ref } from 'vue'

/** True on a phone: lists become cards, drawers take the whole width. */
export function useNarrow(): Ref<boolean> {
  const query = matchMedia('(max-width: 767px)')
  const narrow = ref(query.matches)
  const follow = (): void => void (narrow.value = query.matches)
  query.addEventListener('change', follow)
  onScopeDispose(() => query.removeEventListener('change', follow))
  return narrow
}
