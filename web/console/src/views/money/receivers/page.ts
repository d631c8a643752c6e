import { Split } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/receivers',
  title: { 'zh-CN': '分账接收方', en: 'Receivers' },
  view: () => import('./index.vue'),
  permission: 'receivers.read',
  menu: { group: 'money', order: 5, icon: Split },
})
