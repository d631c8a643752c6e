import { page } from '@/router/page'

export default page({
  path: '/settings/wechat',
  title: { 'zh-CN': '小程序与公众号', en: 'WeChat apps' },
  view: () => import('./index.vue'),
  permission: 'keys.write',
  under: '/settings',
})
