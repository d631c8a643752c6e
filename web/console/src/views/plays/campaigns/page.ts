import { Megaphone } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/campaigns',
  title: { 'zh-CN': '活动', en: 'Campaigns' },
  view: () => import('./index.vue'),
  permission: 'campaigns.read',
  menu: { group: 'plays', order: 1, icon: Megaphone },
})
