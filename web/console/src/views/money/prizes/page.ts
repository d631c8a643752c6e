import { Gift } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/prizes',
  title: { 'zh-CN': '现金奖金', en: 'Cash prizes' },
  view: () => import('./index.vue'),
  permission: 'payouts.read',
  menu: { group: 'plays', order: 8, icon: Gift },
})
