/** What the server says of coupons that were given. */
import type { Row } from '@/transport/types/shape'

export type PieceRow = Row<'/coupon/pieces'>
