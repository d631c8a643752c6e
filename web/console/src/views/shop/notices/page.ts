import { MessageSquareText } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/notices',
  title: { 'zh-CN': '消息', en: 'Messages' },
  view: () => import('./index.vue'),
  permission: 'notices.read',
  menu: { group: 'shop', order: 3, icon: MessageSquareText },
})
