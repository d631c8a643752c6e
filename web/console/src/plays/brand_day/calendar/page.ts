import { CalendarDays } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/brand-day/calendar',
  title: { 'zh-CN': '品牌日历', en: 'Brand days' },
  view: () => import('./index.vue'),
  permission: 'campaigns.read',
  menu: { group: 'plays', order: 6, icon: CalendarDays },
})
