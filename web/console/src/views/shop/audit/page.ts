import { History } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/audit',
  title: { 'zh-CN': '操作记录', en: 'Audit trail' },
  view: () => import('./index.vue'),
  permission: 'audit.read',
  menu: { group: 'shop', order: 6, icon: History },
})
