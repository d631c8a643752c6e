import { ReceiptText } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/orders',
  title: { 'zh-CN': '订单', en: 'Orders' },
  view: () => import('./index.vue'),
  permission: 'orders.read',
  menu: { group: 'trade', order: 1, icon: ReceiptText },
})
