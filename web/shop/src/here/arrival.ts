/** By whose share this visit came: recorded once a token, before anybody has signed in. */

import { ref } from 'vue'
import { newKey } from '@/api/request'
import { readCode, recordVisit } from '@/api/shares'
import type { Arrival } from '@/api/types'
import { goInstead } from './go'
import { keep, kept } from './kept'
import { loadShop } from './storefront'

/** How a page was opened, as the mini program and the browser both tell it. */
export interface Entry {
  path?: string
  query?: Record<string, string | undefined>
  /** WeChat's number for the way in: a card, a code, Moments. */
  scene?: number
}

/** What the last share led to; the pages thank the sharer by it. */
export const arrival = ref<Arrival['share'] | null>(null)

let recorded: Promise<void> = Promise.resolve()

/** Once the visit is known to the server: what is shared on hangs below it. */
export const arrived = (): Promise<void> => recorded

const MADE_KEPT = 100
const taken = new Set<string>()

/** Takes the share out of the way in. A forged or foreign token is refused by the server and changes nothing here. */
export async function arrive(entry: Entry): Promise<void> {
  const scanned = scannedIn(entry.query)
  const token = scanned || sharedIn(entry.query)
  if (!token || taken.has(token)) return
  taken.add(token)
  await loadShop() // whether the sandbox plays WeChat decides from where we say we come
  recorded = recordVisit(token, entry.scene ?? null, newKey()).then(
    (found) => {
      arrival.value = kept<string[]>('made', []).includes(token) ? null : found.share
    },
    () => undefined,
  )
  if (scanned) await openCode(scanned)
}

/** A share made on this device: coming back by it, nobody is to be thanked. */
export function rememberMade(token: string): void {
  const made = kept<string[]>('made', [])
  if (!made.includes(token)) keep('made', [token, ...made].slice(0, MADE_KEPT))
}

/** A code holds a token alone: the server says which page it means. */
async function openCode(token: string): Promise<void> {
  const found = await readCode(token).catch(() => null)
  if (found) goInstead(`/${found.page}`, { ...found.query, s: token })
}

/** WeChat hands the scene of a mini-program code over percent-encoded. */
export function scannedIn(query: Entry['query']): string {
  return decoded(query?.scene ?? '')
}

export function sharedIn(query: Entry['query']): string {
  return query?.s ?? ''
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return '' // not from a code of ours
  }
}

/** The way in as a browser's address tells it: "?s=" before the hash, where the server sees it, or behind it. */
export function entryOf(address: string): Entry {
  const [front = '', behind = ''] = address.split('#')
  const [path = '', tail = ''] = behind.replace(/^\//, '').split('?')
  const query = Object.fromEntries(new URLSearchParams(tail))
  const marked = new URLSearchParams(front.split('?')[1] ?? '').get('s')
  return { path, query: marked && !query.s ? { ...query, s: marked } : query }
}
