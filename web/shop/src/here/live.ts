/**
 * Numbers that move while the page is looked at: a browser hears them from the server, a mini program (and a browser
 * that is refused) reads them again every few seconds.
 */

import { onHide, onShow, onUnload } from '@dcloudio/uni-app'
import { watch } from 'vue'
import { readLive, type Live } from '@/api/campaigns'
// #ifdef H5
import { hearLive } from '@/api/campaigns'
// #endif

export interface LiveTarget {
  play: string
  /** Of a run or a campaign. */
  id: string
}

const READ_EVERY_MS = 6000
/** A mini program reads so often at most, as nobody looks so long; a browser so often before it tries to hear again. */
const READS_MAX = 200
// #ifdef H5
const READS_BETWEEN = 10
const AGAIN_MS = 1500
// #endif

/** Follows what `target` names, null for nothing, while the page is shown; `told` hears each change. */
export function useLive(target: () => LiveTarget | null, told: (now: Live) => void): void {
  let stop: () => void = () => undefined
  let shown = false

  function restart(): void {
    stop()
    const wanted = target()
    stop = shown && wanted ? follow(wanted, told) : () => undefined
  }
  function leave(): void {
    shown = false
    stop()
  }

  watch(() => {
    const wanted = target()
    return wanted ? `${wanted.play}/${wanted.id}` : ''
  }, restart)
  onShow(() => {
    shown = true
    restart()
  })
  onHide(leave)
  onUnload(leave)
}

function follow({ play, id }: LiveTarget, told: (now: Live) => void): () => void {
  let over = false
  let wake: () => void = () => undefined
  const wait = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  const tell = (now: Live): void => {
    if (!over) told(now)
  }

  async function reads(times: number): Promise<void> {
    for (let left = times; left > 0 && !over; left -= 1) {
      await readLive(play, id).then(tell, () => undefined)
      await wait(READ_EVERY_MS)
    }
  }

  // #ifdef H5
  const ending = new AbortController()
  async function hears(): Promise<void> {
    while (!over) {
      const ended_well = await hearLive(play, id, tell, ending.signal).then(
        () => true,
        () => false,
      )
      // It ends by itself after some minutes; who comes back at another moment than all others is served sooner.
      if (ended_well) await wait(AGAIN_MS * (1 + Math.random()))
      else await reads(READS_BETWEEN)
    }
  }
  void hears()
  // #endif
  // #ifndef H5
  void reads(READS_MAX)
  // #endif

  return () => {
    over = true
    // #ifdef H5
    ending.abort()
    // #endif
    wake()
  }
}
