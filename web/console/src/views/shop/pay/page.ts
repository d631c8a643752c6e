import { KeyRound } from 'lucide-vue-next'

import { page } from '@/router/page'

export default page({
  path: '/settings/pay',
  title: { 'zh-CN': '微信支付', en: 'WeChat Pay' },
  view: () => import('./index.vue'),
  permission: 'shop.settings',
  menu: { group: 'shop', order: 3, icon: KeyRound },
})
