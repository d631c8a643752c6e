import { page } from '@/router/page'

export default page({
  path: '/products/:id',
  title: { 'zh-CN': '编辑商品', en: 'Product' },
  view: () => import('./index.vue'),
  permission: 'goods.read',
  under: '/products',
})
