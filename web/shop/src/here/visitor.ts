/** The number this device made for itself: it tells one visitor from another before anybody has signed in. */

import { forget, keep, kept } from './kept'

const KNOWN = /^[0-9a-f]{32}$/
let held = kept('visitor', '')

/** 32 hexadecimal digits, made once. Not a secret and not a person. */
export function visitor(): string {
  if (!KNOWN.test(held)) {
    held = Array.from({ length: 32 }, () => Math.floor(Math.random() * 16).toString(16)).join('')
    keep('visitor', held)
  }
  return held
}

/** The next person on this device is another visitor. */
export function forgetVisitor(): void {
  held = ''
  forget('visitor')
}
