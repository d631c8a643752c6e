import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

import { get, post } from '@/transport/request'
import type { Me, Permission } from '@/transport/types'

/** Who is signed in, to which shop, and what this role may do. */
export const useSession = defineStore('session', () => {
  const me = shallowRef<Me | null>(null)
  const permissions = computed(() => new Set<Permission>(me.value?.staff.permissions ?? []))

  async function load(): Promise<Me> {
    me.value = await get<Me>('/me')
    return me.value
  }

  function forget(): void {
    me.value = null
  }

  function can(permission: Permission): boolean {
    return permissions.value.has(permission)
  }

  async function signOut(): Promise<void> {
    await post('/sign-out')
    forget()
  }

  /** Where shoppers find this shop. */
  const shopUrl = computed(() => (me.value ? `${location.origin}/s/${me.value.shop.slug}/` : ''))

  return { me, load, forget, can, signOut, shopUrl }
})
