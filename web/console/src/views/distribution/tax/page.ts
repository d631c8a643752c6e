import { Stamp } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/withheld-tax',
  title: { 'zh-CN': '个税代扣', en: 'Withheld tax' },
  view: () => import('./index.vue'),
  permission: 'tax.read',
  menu: { group: 'distribution', order: 8, icon: Stamp },
})
