import { MessageSquareWarning } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/complaints',
  title: { 'zh-CN': '投诉', en: 'Complaints' },
  view: () => import('./index.vue'),
  permission: 'complaints.read',
  menu: { group: 'trade', order: 5, icon: MessageSquareWarning },
})
