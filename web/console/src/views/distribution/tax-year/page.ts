import { page } from '@/router/page'

export default page({
  path: '/withheld-tax/years/:year',
  title: { 'zh-CN': '年度收入与个税', en: 'Income and tax of a year' },
  view: () => import('./index.vue'),
  permission: 'tax.read',
  under: '/withheld-tax',
})
