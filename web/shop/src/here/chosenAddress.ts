/** An address chosen on the address page, handed back to the page that asked. */

import { onUnload } from '@dcloudio/uni-app'
import type { Address } from '@/api/types'
import { go } from './go'

const CHOSEN = 'lianyi:address-chosen'

export function useAddressChoice(take: (address: Address) => void): () => void {
  uni.$on(CHOSEN, take)
  onUnload(() => uni.$off(CHOSEN, take))
  return () => go('/account/addresses/index', { choose: 1 })
}

export function handBack(address: Address): void {
  uni.$emit(CHOSEN, address)
  uni.navigateBack()
}
