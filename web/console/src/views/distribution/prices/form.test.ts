import { expect, test } from 'vitest'

import type { PriceBands } from '@/transport/types'

import { blankBand, bodyOf, draftOf } from './form'

const KNOWN: PriceBands = {
  open: true, borne_by: 'shop', accept_unknown_cost: false, version: 3, thin: 0,
  bands: [
    { scope: 'sku', scope_id: 'sku_1', lowest_bp: null, lowest_fen: 1200, title: 'tea' },
    { scope: 'tenant', scope_id: null, lowest_bp: 9050, lowest_fen: null, title: '' },
  ],
}

test('what is read is what is sent', () => {
  expect(bodyOf(draftOf(KNOWN), 3)).toEqual({
    open: true, borne_by: 'shop', accept_unknown_cost: false, version: 3,
    bands: [
      { scope: 'sku', scope_id: 'sku_1', lowest_bp: null, lowest_fen: 1200 },
      { scope: 'tenant', scope_id: null, lowest_bp: 9050, lowest_fen: null },
    ],
  })
})

test('a band that names nothing is not sent, and one without a percentage keeps its goods at the list price', () => {
  const draft = draftOf({ ...KNOWN, bands: [] })
  draft.bands.push(blankBand('product'))
  expect(bodyOf(draft, 3)).toBeNull()
  draft.bands[0]!.scope_id = 'prd_1'
  expect(bodyOf(draft, 3)?.bands).toEqual([{ scope: 'product', scope_id: 'prd_1', lowest_bp: null, lowest_fen: null }])
})
