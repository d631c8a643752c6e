/** What the server says of red packets. */
import type { Row } from '@/transport/types/shape'

export type PacketRow = Row<'/red-packet/packets'>
