import { Users } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/people',
  title: { 'zh-CN': '客户', en: 'People' },
  view: () => import('./index.vue'),
  permission: 'people.read',
  menu: { group: 'trade', order: 6, icon: Users },
})
