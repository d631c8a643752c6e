import type { PlaySlots } from '@/plays'

const slots: PlaySlots = {
  result: () => import('./ResultDays.vue'),
}

export default slots
