import { page } from '@/router/page'

export default page({
  path: '/orders/:id',
  title: { 'zh-CN': '订单详情', en: 'Order' },
  view: () => import('./index.vue'),
  permission: 'orders.read',
  under: '/orders',
})
