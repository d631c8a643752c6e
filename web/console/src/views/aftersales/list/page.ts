import { PackageOpen } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/aftersales',
  title: { 'zh-CN': '售后', en: 'After-sales' },
  view: () => import('./index.vue'),
  permission: 'aftersales.read',
  menu: { group: 'trade', order: 3, icon: PackageOpen },
})
