/**
 * What a play adds to the common pages, gathered from the plays' own folders: `src/plays/<play>/slots.ts`. No page names
 * a play; deleting its folder takes these away.
 */
import { defineAsyncComponent, type Component } from 'vue'

type Place = () => Promise<{ default: Component }>

export interface PlaySlots {
  /** A card under the settings of a campaign; gets `draft`. */
  editor?: Place
  /** A card on a campaign's result page; gets `campaign-id`. */
  result?: Place
}

const found = import.meta.glob<{ default: PlaySlots }>('./*/slots.ts', { eager: true })

const kept = new Map(
  Object.entries(found).map(([path, { default: slots }]) => [
    path.split('/')[1]!,
    { editor: slots.editor && defineAsyncComponent(slots.editor), result: slots.result && defineAsyncComponent(slots.result) },
  ]),
)

export function slotsOf(play: string): { editor?: Component; result?: Component } | undefined {
  return kept.get(play)
}
