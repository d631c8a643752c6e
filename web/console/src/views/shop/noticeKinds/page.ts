import { page } from '@/router/page'

export default page({
  path: '/notices/settings',
  title: { 'zh-CN': '消息设置', en: 'Message settings' },
  view: () => import('./index.vue'),
  permission: 'notices.read',
  under: '/notices',
})
