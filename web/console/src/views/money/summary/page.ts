import { FileSpreadsheet } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/month-statement',
  title: { 'zh-CN': '月结单', en: 'Monthly statement' },
  view: () => import('./index.vue'),
  permission: 'ledger.read',
  menu: { group: 'money', order: 3, icon: FileSpreadsheet },
})
