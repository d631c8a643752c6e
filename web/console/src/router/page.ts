/**
 * A page tells about itself in `page.ts` in its own folder; routes and the menu are gathered from the folders, so a page
 * is removed by deleting its folder.
 */
import type { Component } from 'vue'

import type { Permission } from '@/transport/types'

/** The groups of the menu, top down. */
export const GROUPS = ['start', 'trade', 'goods', 'plays', 'distribution', 'money', 'shop'] as const
export type Group = (typeof GROUPS)[number]

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

/** Cards of the menu in the order one reads it. */
export function inMenu(cards: PageCard[]): PageCard[] {
  const place = ({ menu }: PageCard): number => (menu ? GROUPS.indexOf(menu.group) * 100 + menu.order : 0)
  return cards.filter((card) => card.menu).sort((one, other) => place(one) - place(other))
}

export function page(card: PageCard): PageCard {
  return card
}
