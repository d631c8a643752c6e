/** The server's clock as far as we know it: deadlines count by it, never by a phone that is set wrong. */

import { ref } from 'vue'

const ahead_ms = ref(0)

export function learnTime(server_time: string | undefined): void {
  const at = server_time ? Date.parse(server_time) : Number.NaN
  if (!Number.isNaN(at)) ahead_ms.value = at - Date.now()
}

export function serverNow_ms(): number {
  return Date.now() + ahead_ms.value
}

export function serverNow(): string {
  return new Date(serverNow_ms()).toISOString()
}
