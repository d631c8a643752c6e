import { page } from '@/router/page'

export default page({
  path: '/members/:id(psn_[0-9a-z]+)',
  title: { 'zh-CN': '会员详情', en: 'Member' },
  view: () => import('./index.vue'),
  permission: 'members.read',
  under: '/members',
})
