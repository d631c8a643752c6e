import { page } from '@/router/page'

export default page({
  path: '/campaigns/:id/result',
  title: { 'zh-CN': '活动结果', en: 'Result of a campaign' },
  view: () => import('./index.vue'),
  permission: 'campaigns.read',
  under: '/campaigns',
})
