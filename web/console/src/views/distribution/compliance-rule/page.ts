import { page } from '@/router/page'

export default page({
  path: '/compliance/rules/:id([a-z_]+)',
  title: { 'zh-CN': '合规规则', en: 'Compliance rule' },
  view: () => import('./index.vue'),
  permission: 'compliance.read',
  under: '/compliance',
})
