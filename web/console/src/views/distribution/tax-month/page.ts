import { page } from '@/router/page'

export default page({
  path: '/withheld-tax/:month',
  title: { 'zh-CN': '个税代扣明细', en: 'Withheld tax of a month' },
  view: () => import('./index.vue'),
  permission: 'tax.read',
  under: '/withheld-tax',
})
