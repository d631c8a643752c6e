/** The tone of a finding's state, by the names that StateTag knows. */
import type { ComplianceFinding } from '@/transport/types'

export const TONES: Record<ComplianceFinding['state'], string> = { open: 'failed', acknowledged: 'waiting', resolved: 'done' }
