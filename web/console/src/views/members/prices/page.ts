import { page } from '@/router/page'

export default page({
  path: '/members/prices',
  title: { 'zh-CN': '单独会员价', en: 'Prices of their own' },
  view: () => import('./index.vue'),
  permission: 'members.read',
  under: '/members',
})
