/** The dot beside a pay-out's state, by the tones of StateTag. */
import type { PayoutState } from '@/transport/types'

export const TONES: Record<PayoutState, string> = {
  review: 'applied', ready: 'requested', sending: 'processing', confirming: 'pending', paying: 'processing', cancelling: 'pending',
  sharing: 'processing', paid: 'done', failed: 'failed', cancelled: 'closed', refused: 'refused',
}
