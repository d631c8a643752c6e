import { FolderTree } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/categories',
  title: { 'zh-CN': '分类', en: 'Categories' },
  view: () => import('./index.vue'),
  permission: 'goods.read',
  menu: { group: 'goods', order: 2, icon: FolderTree },
})
