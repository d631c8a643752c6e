import { page } from '@/router/page'

export default page({
  path: '/money-chain',
  title: { 'zh-CN': '资金来龙去脉', en: 'Where a number leads' },
  view: () => import('./index.vue'),
  permission: 'reconciliation.read',
  under: '/reconciliation',
})
