import { Crown } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/members',
  title: { 'zh-CN': '会员', en: 'Members' },
  view: () => import('./index.vue'),
  permission: 'members.read',
  menu: { group: 'trade', order: 7, icon: Crown },
})
