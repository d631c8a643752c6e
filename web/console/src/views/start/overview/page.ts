import { LayoutDashboard } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/',
  title: { 'zh-CN': '概览', en: 'Overview' },
  view: () => import('./index.vue'),
  permission: 'orders.read',
  menu: { group: 'start', order: 1, icon: LayoutDashboard },
})
