import { Waypoints } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/shares',
  title: { 'zh-CN': '分享', en: 'Shares' },
  view: () => import('./index.vue'),
  permission: 'shares.read',
  menu: { group: 'plays', order: 9, icon: Waypoints },
})
