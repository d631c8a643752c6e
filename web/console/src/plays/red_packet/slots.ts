import type { PlaySlots } from '@/plays'

const slots: PlaySlots = {
  result: () => import('./ResultPackets.vue'),
}

export default slots
