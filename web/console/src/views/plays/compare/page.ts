import { page } from '@/router/page'

export default page({
  path: '/growth/compare',
  title: { 'zh-CN': '对比活动', en: 'Compare campaigns' },
  view: () => import('./index.vue'),
  permission: 'campaigns.read',
  under: '/growth',
})
