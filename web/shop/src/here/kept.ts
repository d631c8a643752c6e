/**
 * What this device remembers, one namespace a shop, so that two shops on one address do not mix; and one a phone, where
 * the sandbox shows several phones in one browser.
 */

import { address, phoneOf } from './place'

function key(name: string): string {
  const phone = phoneOf()
  return `lianyi:${phone ? `${phone}:` : ''}${address().slug}:${name}`
}

export function kept<T>(name: string, otherwise: T): T {
  try {
    const found = uni.getStorageSync(key(name)) as string
    return found ? (JSON.parse(found) as T) : otherwise
  } catch {
    return otherwise // storage is switched off or holds what an older build wrote
  }
}

export function keep(name: string, value: unknown): void {
  try {
    uni.setStorageSync(key(name), JSON.stringify(value))
  } catch {
    // a full or forbidden storage costs a convenience only
  }
}

export function forget(name: string): void {
  uni.removeStorageSync(key(name))
}
