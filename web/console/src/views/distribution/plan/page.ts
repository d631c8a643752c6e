import { page } from '@/router/page'

export default page({
  path: '/commission-plans/:id',
  title: { 'zh-CN': '佣金方案', en: 'Commission plan' },
  view: () => import('./index.vue'),
  permission: 'commission.read',
  under: '/commission-plans',
})
