import { page } from '@/router/page'

export default page({
  path: '/settings/return-addresses',
  title: { 'zh-CN': '退货地址', en: 'Return addresses' },
  view: () => import('./index.vue'),
  permission: 'aftersales.read',
  under: '/settings',
})
