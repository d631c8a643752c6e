/**
 * What uni-app draws in a browser without a name for those who hear the page: its fields are bare inputs within
 * elements of its own, its way back is a drawing. Each gets the name that stands beside it, and the way back a key.
 */

import { t } from '@/words'

const FIELDS = 'uni-input input, uni-textarea textarea'
const BACK = '.uni-page-head-hd > .uni-page-head-btn:not([role])'

/** The field's own name, else the words before it, else what it says while it is empty. */
function nameOf(field: Element): string {
  const drawn = field.closest('uni-input, uni-textarea')
  const placeholder = drawn?.querySelector('.uni-input-placeholder, .uni-textarea-placeholder')
  const beside = drawn?.previousElementSibling?.textContent
  return drawn?.getAttribute('aria-label') || beside?.trim() || placeholder?.textContent?.trim() || ''
}

function speak(): void {
  document.querySelectorAll(FIELDS).forEach((field) => {
    const name = nameOf(field)
    if (name && field.getAttribute('aria-label') !== name) field.setAttribute('aria-label', name)
  })
  document.querySelectorAll<HTMLElement>(BACK).forEach((back) => {
    back.setAttribute('role', 'button')
    back.setAttribute('aria-label', t('common.back'))
    back.tabIndex = 0
    back.addEventListener('keydown', (event: KeyboardEvent) => event.key === 'Enter' && back.click())
  })
}

/** Names what is there and whatever is drawn later. */
export function speakOfFields(): void {
  new MutationObserver(speak).observe(document.body, { childList: true, subtree: true })
  speak()
}
