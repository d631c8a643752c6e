/** Price bands as the form holds them: percent of the list price as typed, the rest as the server has it. */
import type { PriceBand, PriceBands, PriceBandsBody } from '@/transport/types'

const BP_A_PERCENT = 100

export interface DraftBand {
  key: number
  scope: PriceBand['scope']
  scope_id: string | null
  title: string
  percent: number | null
  lowest_fen: number | null
}

export interface DraftBands {
  open: boolean
  borne_by: PriceBands['borne_by']
  accept_unknown_cost: boolean
  bands: DraftBand[]
}

let keys = 0

export function blankBand(scope: PriceBand['scope']): DraftBand {
  return { key: ++keys, scope, scope_id: null, title: '', percent: null, lowest_fen: null }
}

export function draftOf(known: PriceBands): DraftBands {
  return {
    open: known.open, borne_by: known.borne_by, accept_unknown_cost: known.accept_unknown_cost,
    bands: known.bands.map((band) => ({
      key: ++keys, scope: band.scope, scope_id: band.scope_id ?? null, title: band.title,
      percent: band.lowest_bp === null || band.lowest_bp === undefined ? null : band.lowest_bp / BP_A_PERCENT, lowest_fen: band.lowest_fen ?? null,
    })),
  }
}

/** What is sent; null while a band does not say what it is for. */
export function bodyOf(draft: DraftBands, version: number): PriceBandsBody | null {
  if (draft.bands.some((band) => band.scope !== 'tenant' && !band.scope_id)) return null
  return {
    open: draft.open, borne_by: draft.borne_by, accept_unknown_cost: draft.accept_unknown_cost, version,
    bands: draft.bands.map(({ scope, scope_id, percent, lowest_fen }) => ({
      scope, scope_id, lowest_bp: lowest_fen || !percent ? null : Math.round(percent * BP_A_PERCENT), lowest_fen: lowest_fen || null,
    })),
  }
}
