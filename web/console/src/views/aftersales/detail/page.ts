import { page } from '@/router/page'

export default page({
  path: '/aftersales/:id',
  title: { 'zh-CN': '售后详情', en: 'After-sales case' },
  view: () => import('./index.vue'),
  permission: 'aftersales.read',
  under: '/aftersales',
})
