import { page } from '@/router/page'

export default page({
  path: '/shopkeepers/joining',
  title: { 'zh-CN': '加入与归属', en: 'Joining and customers' },
  view: () => import('./index.vue'),
  permission: 'shopkeepers.read',
  under: '/shopkeepers',
})
