import { ShieldCheck } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/compliance',
  title: { 'zh-CN': '合规看板', en: 'Compliance' },
  view: () => import('./index.vue'),
  permission: 'compliance.read',
  menu: { group: 'distribution', order: 9, icon: ShieldCheck },
})
