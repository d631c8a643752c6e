/** One import: sent once, then followed by its id until it is over, so that a closed tab loses nothing. */
import { onScopeDispose, ref, shallowRef } from 'vue'

import { get, upload } from '@/transport/request'
import type { ImportKind, ImportRun } from '@/transport/types'
import { useAct } from '@/transport/use'

const ASK_EVERY_MS = 900

export function useImport(kind: () => ImportKind, over: () => void) {
  const run = shallowRef<ImportRun | null>(null)
  const lost = ref(false)
  const sending = useAct()
  let timer: ReturnType<typeof setTimeout> | null = null

  const going = (one: ImportRun): boolean => one.state === 'queued' || one.state === 'running'

  function stop(): void {
    if (timer) clearTimeout(timer)
    timer = null
  }

  async function follow(id: string): Promise<void> {
    stop()
    try {
      run.value = await get<ImportRun>(`/imports/${id}`)
      lost.value = false
    } catch {
      // A lost answer is no failed import: ask again, and say so meanwhile.
      lost.value = true
      timer = setTimeout(() => void follow(id), ASK_EVERY_MS * 3)
      return
    }
    if (going(run.value)) timer = setTimeout(() => void follow(id), ASK_EVERY_MS)
    else over()
  }

  async function send(file: File, dryRun: boolean): Promise<void> {
    await sending.run(async () => {
      const { id } = await upload<{ id: string }>('/imports', file, { kind: kind(), dry_run: String(dryRun) })
      await follow(id)
    })
  }

  function clear(): void {
    stop()
    run.value = null
  }

  onScopeDispose(stop)
  return { run, lost, sending, send, follow, clear, going }
}
