/** Whether who holds this device sells for the shop: read where it is shown, kept so that other pages need not ask. */

import { ref } from 'vue'
import { readJoining, type Joining } from '@/api/joining'
import { forget, keep, kept } from './kept'

const SELLING: readonly NonNullable<Joining['mine']>['state'][] = ['probation', 'active']
const TAKEN_ON: readonly NonNullable<Joining['mine']>['state'][] = [...SELLING, 'suspended']

/** What leads from "me" to selling: the desk of who was taken on, the way in where there is one, nothing. */
export type Door = 'desk' | 'join' | ''

/** Their shares bring them customers. */
export const sells = ref(kept('sells', false))

export async function readDoor(): Promise<Door> {
  const { ways, mine } = await readJoining()
  learnSelling(mine !== null && SELLING.includes(mine.state))
  if (mine && TAKEN_ON.includes(mine.state)) return 'desk'
  return mine || ways.length ? 'join' : ''
}

export function learnSelling(now: boolean): void {
  sells.value = now
  if (now) keep('sells', true)
  else forget('sells')
}
