/** The bearer token of the signed-in person on this device. */

import { ref } from 'vue'
import { forget, keep, kept } from './kept'

const held = ref<string>(kept('token', ''))

export function token(): string {
  return held.value
}

export function signedIn(): boolean {
  return held.value !== ''
}

export function keepToken(value: string): void {
  held.value = value
  keep('token', value)
}

export function forgetToken(): void {
  held.value = ''
  forget('token')
}
