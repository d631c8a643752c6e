/** Which of a row's parts a scroll-view has in view. */

import { nextTick, ref, watch, type Ref } from 'vue'

/**
 * For `scroll-into-view`: the id that `id` says, told once what it names is there. A row that appears goes to its
 * beginning a tick later, whatever it was told before.
 */
export function useScrolledTo(id: () => string): Ref<string> {
  const shown = ref('')
  watch(
    id,
    async (wanted) => {
      await nextTick()
      shown.value = wanted
    },
    { immediate: true, flush: 'post' },
  )
  return shown
}
