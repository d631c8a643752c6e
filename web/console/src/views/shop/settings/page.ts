import { Settings2 } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/settings',
  title: { 'zh-CN': '店铺设置', en: 'Settings' },
  view: () => import('./index.vue'),
  permission: 'shop.settings',
  menu: { group: 'shop', order: 2, icon: Settings2 },
})
