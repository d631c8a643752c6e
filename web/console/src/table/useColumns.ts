/** Which columns are shown, remembered per list. */
import { computed, ref, type ComputedRef } from 'vue'

import type { Column } from './column'

export function useColumns<Row>(name: string, columns: () => Column<Row>[]) {
  const keptAs = `lianyi.columns.${name}`
  const kept = ref<Record<string, boolean>>(read(keptAs))

  const shows = (column: Column<Row>): boolean => column.always || (kept.value[column.key] ?? !column.spare)
  const shown: ComputedRef<Column<Row>[]> = computed(() => columns().filter(shows))

  function show(key: string, yes: boolean): void {
    kept.value = { ...kept.value, [key]: yes }
    localStorage.setItem(keptAs, JSON.stringify(kept.value))
  }

  return { shown, shows, show }
}

function read(keptAs: string): Record<string, boolean> {
  try {
    return JSON.parse(localStorage.getItem(keptAs) ?? '{}') as Record<string, boolean>
  } catch {
    return {}
  }
}
