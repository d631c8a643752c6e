import { CircleDotDashed } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/group-buy/teams',
  title: { 'zh-CN': '拼团', en: 'Group buy' },
  view: () => import('./index.vue'),
  permission: 'campaigns.read',
  menu: { group: 'plays', order: 2, icon: CircleDotDashed },
})
