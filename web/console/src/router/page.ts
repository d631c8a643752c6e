/**
 * A page tells about itself in `page.ts` in its own folder; routes and the menu are gathered from the folders, so a page
 * is removed by deleting its folder.
 */
import type { Component } from 'vue'

import type { Permission } from '@/transport/types'

export type Group = 'start' | 'trade' | 'goods' | 'money' | 'shop'

export interface PageCard {
  path: string
  title: { 'zh-CN': string; en: string }
  view: () => Promise<{ default: Component }>
  permission?: Permission
  /** Left out of the menu when absent. */
  menu?: { group: Group; order: number; icon: Component }
  /** The menu entry to light up while on a page that is not in the menu itself. */
  under?: string
  /** Reachable without signing in, drawn without the frame. */
  open?: boolean
}

export function page(card: PageCard): PageCard {
  return card
}
