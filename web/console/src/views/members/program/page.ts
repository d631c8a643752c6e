import { page } from '@/router/page'

export default page({
  path: '/members/program',
  title: { 'zh-CN': '等级与积分', en: 'Levels and points' },
  view: () => import('./index.vue'),
  permission: 'members.read',
  under: '/members',
})
