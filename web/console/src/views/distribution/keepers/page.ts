import { Store } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/shopkeepers',
  title: { 'zh-CN': '小店店主', en: 'Shopkeepers' },
  view: () => import('./index.vue'),
  permission: 'shopkeepers.read',
  menu: { group: 'distribution', order: 1, icon: Store },
})
