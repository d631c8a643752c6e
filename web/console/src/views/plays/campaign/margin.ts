/** Reading the profit check. Pure. */
import type { MarginRow } from '@/transport/types'

/** The variant that has the least room above its floor, among those whose cost is known. */
export function limiting(rows: MarginRow[]): MarginRow | null {
  const known = rows.filter((row) => row.cost_fen !== null)
  return known.reduce<MarginRow | null>((worst, row) => (worst === null || room_fen(row) < room_fen(worst) ? row : worst), null)
}

function room_fen(row: MarginRow): number {
  return row.left_fen - row.floor_fen
}
