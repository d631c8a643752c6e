import { Boxes } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/stock',
  title: { 'zh-CN': '库存', en: 'Stock' },
  view: () => import('./index.vue'),
  permission: 'goods.read',
  menu: { group: 'goods', order: 3, icon: Boxes },
})
