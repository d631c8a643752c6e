import { page } from '@/router/page'

export default page({
  path: '/payouts/:id',
  title: { 'zh-CN': '提现详情', en: 'Pay-out' },
  view: () => import('./index.vue'),
  permission: 'payouts.read',
  under: '/payouts',
})
