import { UsersRound } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/approvals',
  title: { 'zh-CN': '待我复核', en: 'Approvals' },
  view: () => import('./index.vue'),
  permission: 'approvals.decide',
  menu: { group: 'shop', order: 5, icon: UsersRound },
})
