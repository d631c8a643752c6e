/** What the staff may do with a shopkeeper by their state. Pure. */
import type { KeeperState } from '@/transport/types'

export type KeeperAct = 'confirm' | 'suspend' | 'resume' | 'grade' | 'end'

const ACTS: Record<KeeperState, KeeperAct[]> = {
  applied: [],
  refused: [],
  probation: ['end', 'grade', 'suspend', 'confirm'],
  active: ['end', 'grade', 'suspend'],
  suspended: ['end', 'grade', 'resume'],
  left: [],
}

export const actsOf = (state: KeeperState): KeeperAct[] => ACTS[state]
