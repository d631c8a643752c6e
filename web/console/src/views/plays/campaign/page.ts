import { page } from '@/router/page'

export default page({
  path: '/campaigns/:id',
  title: { 'zh-CN': '活动设置', en: 'Campaign' },
  view: () => import('./index.vue'),
  permission: 'campaigns.read',
  under: '/campaigns',
})
