import { page } from '@/router/page'

export default page({ path: '/account', title: { 'zh-CN': '我的账号', en: 'My account' }, view: () => import('./index.vue') })
