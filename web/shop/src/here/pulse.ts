/** Reading again at a steady, slow beat while the page is looked at and there is something to wait for. */

import { onHide, onShow, onUnload } from '@dcloudio/uni-app'

/** At most `times` beats from one look to the next; a failed reading is no reason to stop. */
export function usePulse(read: () => Promise<unknown>, awaited: () => boolean, every_ms: number, times = 200): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let look = 0

  function beat(mine: number, left: number): void {
    if (mine !== look || left <= 0) return
    timer = setTimeout(async () => {
      if (awaited()) await read().catch(() => undefined)
      beat(mine, left - 1)
    }, every_ms)
  }

  function stop(): void {
    look += 1
    clearTimeout(timer)
  }

  onShow(() => {
    stop()
    beat(look, times)
  })
  onHide(stop)
  onUnload(stop)
}
