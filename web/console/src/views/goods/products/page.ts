import { Package } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/products',
  title: { 'zh-CN': '商品', en: 'Products' },
  view: () => import('./index.vue'),
  permission: 'goods.read',
  menu: { group: 'goods', order: 1, icon: Package },
})
