import { Landmark } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/ledger',
  title: { 'zh-CN': '账本', en: 'Ledger' },
  view: () => import('./index.vue'),
  permission: 'ledger.read',
  menu: { group: 'money', order: 1, icon: Landmark },
})
