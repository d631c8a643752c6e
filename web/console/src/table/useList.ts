/** A list page's state: what is asked for stands in the URL, pages go by cursor, the page size is remembered. */
import { computed, ref, shallowRef, watch, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'

import { get, type Query } from '@/transport/request'
import type { Page } from '@/transport/types'
import { useLoad } from '@/transport/use'

const SIZE_KEPT_AS = 'lianyi.list.size'
export const SIZES = [20, 50, 100]

export type Filters<Name extends string> = Record<Name, string>

export function keptSize(): number {
  const size = Number(localStorage.getItem(SIZE_KEPT_AS))
  return SIZES.includes(size) ? size : 20
}

/** `names` are the filters this list knows; each stands in the URL under its own name. */
export function useList<Row, Name extends string>(path: string | (() => string), names: readonly Name[]) {
  const route = useRoute()
  const router = useRouter()
  const home = route.path
  const size = ref(keptSize())
  const cursors = ref<string[]>([])

  const read = (name: string): string => {
    const value = route.query[name]
    return typeof value === 'string' ? value : ''
  }
  const filters = computed(() => Object.fromEntries(names.map((name) => [name, read(name)])) as Filters<Name>)
  const asked = computed<Query>(() => ({ ...filters.value }))
  const filtered = computed(() => names.some((name) => filters.value[name] !== ''))

  const place = (): string => (typeof path === 'string' ? path : path())
  const page = useLoad(
    (signal) => get<Page<Row>>(place(), { ...asked.value, limit: size.value, cursor: cursors.value.at(-1) }, signal),
    false,
  )
  const rows = shallowRef<Row[] | null>(null)
  watch(page.data, (answer) => (rows.value = answer?.items ?? null))

  function set(changes: Partial<Filters<Name>>): void {
    const query: Record<string, string> = {}
    for (const [name, value] of Object.entries({ ...asked.value, ...changes })) if (value) query[name] = String(value)
    void router.replace({ query })
  }

  function next(): void {
    const cursor = page.data.value?.next_cursor
    if (!cursor) return
    cursors.value.push(cursor)
    void page.load()
  }

  function previous(): void {
    cursors.value.pop()
    void page.load()
  }

  function setSize(chosen: number): void {
    size.value = chosen
    localStorage.setItem(SIZE_KEPT_AS, String(chosen))
    cursors.value = []
    void page.load()
  }

  watch(
    () => (route.path === home ? `${place()} ${JSON.stringify(asked.value)}` : null),
    (now) => {
      if (now === null) return
      cursors.value = []
      void page.load()
    },
    { immediate: true },
  )

  return {
    rows: rows as ComputedRef<Row[] | null> | typeof rows,
    page: page.data,
    problem: page.problem,
    busy: page.busy,
    reload: page.load,
    filters,
    filtered,
    asked,
    set,
    reset: () => void router.replace({ query: {} }),
    number: computed(() => cursors.value.length + 1),
    next,
    previous,
    size,
    setSize,
    path: place,
  }
}

export type List<Row = unknown> = Omit<ReturnType<typeof useList<Row, string>>, 'filters' | 'set'>
