import { page } from '@/router/page'

export default page({
  path: '/compliance/evidence',
  title: { 'zh-CN': '证据链', en: 'Chain of evidence' },
  view: () => import('./index.vue'),
  permission: 'compliance.read',
  under: '/compliance',
})
