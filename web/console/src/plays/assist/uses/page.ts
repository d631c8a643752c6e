import { Tag } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/assist/uses',
  title: { 'zh-CN': '助力', en: 'Assist' },
  view: () => import('./index.vue'),
  permission: 'campaigns.read',
  menu: { group: 'plays', order: 50, icon: Tag },
})
