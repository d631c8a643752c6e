import { page } from '@/router/page'

export default page({
  path: '/reconciliation/:day',
  title: { 'zh-CN': '某日对账', en: 'A day’s reconciliation' },
  view: () => import('./index.vue'),
  permission: 'reconciliation.read',
  under: '/reconciliation',
})
