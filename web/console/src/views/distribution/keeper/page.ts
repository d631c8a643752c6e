import { page } from '@/router/page'

export default page({
  path: '/shopkeepers/:id(shk_\\w+)',
  title: { 'zh-CN': '店主详情', en: 'Shopkeeper' },
  view: () => import('./index.vue'),
  permission: 'shopkeepers.read',
  under: '/shopkeepers',
})
