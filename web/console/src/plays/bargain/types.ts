/** What the server says of bargains. */
import type { Row } from '@/transport/types/shape'

export type RunRow = Row<'/bargain/runs'>
