import { page } from '@/router/page'

export default page({ path: '/sign-in', title: { 'zh-CN': '登录', en: 'Sign in' }, view: () => import('./index.vue'), open: true })
