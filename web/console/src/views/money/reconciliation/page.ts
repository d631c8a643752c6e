import { Scale } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/reconciliation',
  title: { 'zh-CN': '对账', en: 'Reconciliation' },
  view: () => import('./index.vue'),
  permission: 'reconciliation.read',
  menu: { group: 'money', order: 2, icon: Scale },
})
