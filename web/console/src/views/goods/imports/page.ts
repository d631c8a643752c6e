import { FileUp } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/imports',
  title: { 'zh-CN': '批量导入', en: 'Imports' },
  view: () => import('./index.vue'),
  permission: 'goods.write',
  menu: { group: 'goods', order: 4, icon: FileUp },
})
