import { TrendingUp } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/growth',
  title: { 'zh-CN': '增长', en: 'Growth' },
  view: () => import('./index.vue'),
  permission: 'campaigns.read',
  menu: { group: 'plays', order: 2, icon: TrendingUp },
})
