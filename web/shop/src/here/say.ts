/** Short words over the page, and questions before an act that cannot be undone. */

import type { Refusal } from '@/api/refusal'
import { t } from '@/words'
import { accent } from './storefront'

export function say(text: string): void {
  uni.showToast({ title: text, icon: 'none', duration: 2400 })
}

/** Our own fault gets a code to quote; a refusal of the business is a sentence. */
export function sayRefusal(refusal: Refusal): void {
  if (refusal.status < 500) {
    say(refusal.message)
    return
  }
  uni.showModal({
    title: refusal.message,
    content: t('failed.quote', { code: refusal.reference }),
    showCancel: false,
    confirmText: t('common.close'),
  })
}

export function ask(question: string, detail: string, yes: string): Promise<boolean> {
  return new Promise((resolve) => {
    uni.showModal({
      title: question,
      content: detail,
      confirmText: yes,
      cancelText: t('common.not_now'),
      confirmColor: accent.value,
      success: ({ confirm }) => resolve(confirm),
      fail: () => resolve(false),
    })
  })
}

export function copy(text: string): void {
  uni.setClipboardData({ data: text, showToast: false, success: () => say(t('common.copied')) })
}
