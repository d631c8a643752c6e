import { ShieldCheck } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/guarantee',
  title: { 'zh-CN': '担保放款', en: 'Guarantee' },
  view: () => import('./index.vue'),
  permission: 'ledger.read',
  menu: { group: 'money', order: 4, icon: ShieldCheck },
})
