import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'

import { useSession } from '@/session/store'
import { asProblem } from '@/transport/problem'
import { language } from '@/words'

import { inMenu, type PageCard } from './page'

const found = import.meta.glob<{ default: PageCard }>(['../views/*/*/page.ts', '../plays/*/*/page.ts'], { eager: true })
export const pages: PageCard[] = Object.values(found).map((module) => module.default)

declare module 'vue-router' {
  interface RouteMeta {
    card?: PageCard
  }
}

const routes: RouteRecordRaw[] = pages.map((card) => ({ path: card.path, component: card.view, meta: { card } }))
routes.push({ path: '/:rest(.*)*', component: () => import('@/parts/MissingPage.vue') })

export const router = createRouter({
  history: createWebHistory('/console/'),
  routes,
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? false : { top: 0 }),
})

router.beforeEach(async (to) => {
  if (to.meta.card?.open) return true
  const session = useSession()
  try {
    if (!session.me) await session.load()
    return to.path === '/' ? landing() : true
  } catch (error) {
    // Not signed in goes to sign-in; a server that does not answer is shown by the frame, with a way to try again.
    if (asProblem(error).status !== 401) return true
    return { path: '/sign-in', query: to.fullPath === '/' ? {} : { back: to.fullPath } }
  }
})

/** The overview, or for a role that may not see it the first page of its menu. */
function landing(): true | string {
  const session = useSession()
  const seen = inMenu(pages).filter((card) => !card.permission || session.can(card.permission))
  return seen.some((card) => card.path === '/') ? true : (seen[0]?.path ?? '/account')
}

router.afterEach((to) => {
  const title = to.meta.card?.title[language()]
  const shop = useSession().me?.shop.name
  document.title = [title, shop ?? '涟漪'].filter(Boolean).join(' · ')
})
