import type { PlaySlots } from '@/plays'

const slots: PlaySlots = {
  result: () => import('./ResultRanking.vue'),
}

export default slots
