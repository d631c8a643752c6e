import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Product } from '../src/api/types'
import { lowest, offered, ranked } from '../src/here/offer'

const sku = (id: string, option_values: string[]) => ({ id, option_values, available: 3, price_fen: 6800 })

const product = {
  price_fen: 6800,
  options: [{ name: 'weight', values: ['250 g', '500 g'] }],
  skus: [sku('small', ['250 g']), sku('large', ['500 g'])],
} as unknown as Product

const offer = {
  label: '开团',
  prices: { small: 4900 },
  intent: { campaign_id: 'cmp_1', run_id: null },
}

test('an offer sells only the SKUs that take part, at its own price', () => {
  const found = offered(product, offer)
  assert.deepEqual(
    found.skus.map(({ id, price_fen }) => [id, price_fen]),
    [['small', 4900]],
  )
  assert.deepEqual(found.options[0]!.values, ['250 g'])
  assert.equal(found.price_fen, 4900)
  assert.equal(product.skus[0]!.price_fen, 6800)
})

test('the least of several prices is shown', () => {
  assert.equal(lowest({ ...offer, prices: { small: 4900, large: 8800 } }), 4900)
})

test('of several campaigns the cheapest leads, whichever answered first, and a newer offer replaces its own', () => {
  const flash = { ...offer, label: '马上抢', prices: { small: 5200 }, intent: { campaign_id: 'cmp_2', run_id: null } }
  const labels = (found: { label: string }[]) => found.map(({ label }) => label)
  assert.deepEqual(labels(ranked(ranked([], flash), offer)), ['开团', '马上抢'])
  assert.deepEqual(labels(ranked(ranked([], offer), flash)), ['开团', '马上抢'])
  assert.deepEqual(ranked([offer], { ...offer, prices: { small: 4500 } }).map(lowest), [4500])
})
