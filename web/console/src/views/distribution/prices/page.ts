import { Tags } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/price-bands',
  title: { 'zh-CN': '店主定价', en: 'Prices of shopkeepers' },
  view: () => import('./index.vue'),
  permission: 'commission.read',
  menu: { group: 'distribution', order: 4, icon: Tags },
})
