import { UserCog } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/staff',
  title: { 'zh-CN': '员工', en: 'Staff' },
  view: () => import('./index.vue'),
  permission: 'shop.staff',
  menu: { group: 'shop', order: 4, icon: UserCog },
})
