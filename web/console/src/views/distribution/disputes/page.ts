import { Scale } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/disputes',
  title: { 'zh-CN': '归属申诉', en: 'Appeals' },
  view: () => import('./index.vue'),
  permission: 'disputes.read',
  menu: { group: 'distribution', order: 6, icon: Scale },
})
