import { PackageCheck } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/shipping',
  title: { 'zh-CN': '发货', en: 'Shipping' },
  view: () => import('./index.vue'),
  permission: 'orders.ship',
  menu: { group: 'trade', order: 2, icon: PackageCheck },
})
