import { page } from '@/router/page'

export default page({ path: '/open', title: { 'zh-CN': '开店', en: 'Open a shop' }, view: () => import('./index.vue'), open: true })
