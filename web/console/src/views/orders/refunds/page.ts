import { Undo2 } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/refunds',
  title: { 'zh-CN': '退款', en: 'Refunds' },
  view: () => import('./index.vue'),
  permission: 'orders.read',
  menu: { group: 'trade', order: 4, icon: Undo2 },
})
