import { page } from '@/router/page'

export default page({
  path: '/freight',
  title: { 'zh-CN': '运费模板', en: 'Freight' },
  view: () => import('./index.vue'),
  permission: 'goods.read',
  under: '/settings',
})
