import type { PlaySlots } from '@/plays'

const slots: PlaySlots = {
  editor: () => import('./EstimateCard.vue'),
  result: () => import('./ResultTeams.vue'),
}

export default slots
