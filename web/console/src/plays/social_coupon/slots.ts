import type { PlaySlots } from '@/plays'

const slots: PlaySlots = {
  result: () => import('./ResultPacks.vue'),
}

export default slots
