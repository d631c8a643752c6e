import { HandCoins } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/payouts',
  title: { 'zh-CN': '佣金提现', en: 'Pay-outs' },
  view: () => import('./index.vue'),
  permission: 'payouts.read',
  menu: { group: 'distribution', order: 7, icon: HandCoins },
})
