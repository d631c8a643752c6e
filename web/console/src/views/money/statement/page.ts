import { page } from '@/router/page'

export default page({
  path: '/ledger/:id',
  title: { 'zh-CN': '账户流水', en: 'Statement' },
  view: () => import('./index.vue'),
  permission: 'ledger.read',
  under: '/ledger',
})
