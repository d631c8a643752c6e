import { page } from '@/router/page'

export default page({
  path: '/compliance/findings',
  title: { 'zh-CN': '合规发现', en: 'Compliance findings' },
  view: () => import('./index.vue'),
  permission: 'compliance.read',
  under: '/compliance',
})
