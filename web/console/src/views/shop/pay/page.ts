import { page } from '@/router/page'

export default page({
  path: '/settings/pay',
  title: { 'zh-CN': '微信支付', en: 'WeChat Pay' },
  view: () => import('./index.vue'),
  permission: 'shop.settings',
  under: '/settings',
})
