/** What may still be given back of a line, exact to the fen. The server decides again; this is what the form proposes. */
import type { OrderLine } from '@/transport/types'

export function quantityLeft(line: OrderLine): number {
  return line.quantity - line.refunded_quantity
}

/** Fen the buyer paid for the line's goods and has not got back; freight is given back apart. */
export function lineLeft_fen(line: OrderLine): number {
  return Math.max(0, line.amount_fen + (line.adjust_share_fen ?? 0) - (line.refunded_fen ?? 0))
}

/** The part of a line for `quantity` pieces: rounded down, except that the last pieces take all that is left. */
export function partOf_fen(line: OrderLine, quantity: number): number {
  const left = quantityLeft(line)
  if (quantity <= 0 || left <= 0) return 0
  if (quantity >= left) return lineLeft_fen(line)
  return Math.floor((lineLeft_fen(line) * quantity) / left)
}

export function toShip(line: OrderLine): number {
  return Math.max(0, line.quantity - line.shipped_quantity - line.refunded_quantity)
}
