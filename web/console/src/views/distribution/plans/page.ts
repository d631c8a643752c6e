import { Percent } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/commission-plans',
  title: { 'zh-CN': '佣金方案', en: 'Commission plans' },
  view: () => import('./index.vue'),
  permission: 'commission.read',
  menu: { group: 'distribution', order: 3, icon: Percent },
})
