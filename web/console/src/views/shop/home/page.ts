import { LayoutTemplate } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/home',
  title: { 'zh-CN': '首页装修', en: 'Home page' },
  view: () => import('./index.vue'),
  permission: 'shop.settings',
  menu: { group: 'shop', order: 1, icon: LayoutTemplate },
})
