import type { PlaySlots } from '@/plays'

const slots: PlaySlots = {
  result: () => import('./ResultRuns.vue'),
}

export default slots
