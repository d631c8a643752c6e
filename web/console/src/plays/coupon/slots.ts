import type { PlaySlots } from '@/plays'

const slots: PlaySlots = {
  result: () => import('./ResultPieces.vue'),
}

export default slots
