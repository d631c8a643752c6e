/** What the server says of coupons passed on, order by order. */
import type { Row } from '@/transport/types/shape'

export type PackRow = Row<'/social-coupon/packs'>
