/** What the server says of a campaign's runs. */
import type { Row } from '@/transport/types/shape'

export type RunRow = Row<'/assist/runs'>
