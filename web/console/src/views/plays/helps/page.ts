import { UserRoundCheck } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/help-runs',
  title: { 'zh-CN': '助力核对', en: 'Helps to review' },
  view: () => import('./index.vue'),
  permission: 'campaigns.read',
  menu: { group: 'plays', order: 8, icon: UserRoundCheck },
})
