/** Reading for a screen: one value or an endless list, with what went wrong kept beside it. */

import { computed, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { asRefusal, type Refusal } from '@/api/refusal'
import type { Page } from '@/api/types'
import { say } from './say'
import { signedIn } from './token'

export type ScreenState = 'loading' | 'ready' | 'failed'

export function useLoad<T>(read: () => Promise<T>) {
  const value = shallowRef(null) as ShallowRef<T | null>
  const refusal = shallowRef<Refusal | null>(null)
  const busy = ref(false)
  let turn = 0

  /** Reads again; what is shown stays until the answer is there. */
  async function load(): Promise<void> {
    const mine = ++turn
    busy.value = true
    try {
      const found = await read()
      if (mine !== turn) return
      value.value = found
      refusal.value = null
    } catch (caught) {
      if (mine !== turn) return
      refusal.value = asRefusal(caught)
      if (value.value) say(refusal.value.message)
    } finally {
      if (mine === turn) busy.value = false
    }
  }

  onSignedIn(refusal, load)

  const state = computed<ScreenState>(() => stateOf(value.value !== null, refusal.value))
  return { value, refusal, busy, state, load }
}

export function usePages<T>(read: (cursor: string | null) => Promise<Page<T>>) {
  const items = ref([]) as Ref<T[]>
  const refusal = shallowRef<Refusal | null>(null)
  const busy = ref(false)
  const read_once = ref(false)
  const cursor = ref<string | null>(null)
  let turn = 0

  async function turnPage(fresh: boolean): Promise<void> {
    const mine = ++turn
    busy.value = true
    try {
      const page = await read(fresh ? null : cursor.value)
      if (mine !== turn) return
      items.value = fresh ? page.items : [...items.value, ...page.items]
      cursor.value = page.next_cursor
      read_once.value = true
      refusal.value = null
    } catch (caught) {
      if (mine !== turn) return
      refusal.value = asRefusal(caught)
    } finally {
      if (mine === turn) busy.value = false
    }
  }

  const ended = computed(() => read_once.value && cursor.value === null)
  const state = computed<ScreenState>(() => stateOf(read_once.value, refusal.value))

  /** From the beginning, keeping what is shown until the answer is there. */
  const load = (): Promise<void> => turnPage(true)
  onSignedIn(refusal, load)

  /** From the beginning with the old items gone: the question changed. */
  function restart(): Promise<void> {
    items.value = []
    read_once.value = false
    refusal.value = null
    return turnPage(true)
  }

  async function more(): Promise<void> {
    if (busy.value || !read_once.value || cursor.value === null) return
    await turnPage(false)
  }

  return { items, refusal, busy, state, ended, load, restart, more }
}

/** What was refused for want of a session is read again as soon as there is one. */
function onSignedIn(refusal: ShallowRef<Refusal | null>, load: () => Promise<void>): void {
  watch(signedIn, (now) => {
    if (now && refusal.value?.status === 401) void load()
  })
}

function stateOf(known: boolean, refusal: Refusal | null): ScreenState {
  if (known) return 'ready'
  return refusal ? 'failed' : 'loading'
}
