import { CalendarDays } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/campaign-calendar',
  title: { 'zh-CN': '活动日历', en: 'Calendar' },
  view: () => import('./index.vue'),
  permission: 'campaigns.read',
  menu: { group: 'plays', order: 3, icon: CalendarDays },
})
