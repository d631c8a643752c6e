/** Who is signed in on this device. */

import { ref } from 'vue'
import { newKey } from '@/api/request'
import { giveConsent, readMe } from '@/api/people'
import { joinVisitor } from '@/api/shares'
import type { Me, SignedIn } from '@/api/types'
import { chooseElder } from './display'
import { forget } from './kept'
import { learnSelling } from './shopkeeping'
import { shop } from './storefront'
import { forgetToken, keepToken, signedIn } from './token'
import { forgetVisitor } from './visitor'

export const me = ref<Me | null>(null)

export async function loadMe(): Promise<void> {
  if (!signedIn()) {
    me.value = null
    return
  }
  me.value = await readMe()
  chooseElder(me.value.elder_mode)
}

/** Keeps the session, joins what the device did before to the person, and records what the person agreed to on the sign-in page, with its version. */
export async function welcome(found: SignedIn): Promise<void> {
  keepToken(found.token)
  me.value = found.shopper
  joinVisitor(newKey()).catch(() => undefined) // the next visit or share joins too
  if (found.shopper.elder_mode) chooseElder(true)
  const agreed = [
    ['terms', shop.value?.terms_version],
    ['privacy', shop.value?.privacy_version],
  ] as const
  for (const [kind, version] of agreed) {
    const given = found.shopper.consents.some((one) => one.kind === kind && one.version === version && one.granted)
    if (version && !given) await giveConsent(kind, version, true, newKey())
  }
}

export function leave(): void {
  forgetToken()
  forgetVisitor()
  me.value = null
  forget('searches')
  learnSelling(false)
}
