import { BellRing } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/payment-notices',
  title: { 'zh-CN': '支付通知', en: 'Payment notices' },
  view: () => import('./index.vue'),
  permission: 'ledger.read',
  menu: { group: 'money', order: 6, icon: BellRing },
})
