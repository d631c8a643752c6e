import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Product } from '../src/api/types'
import { choosable, choose, inStock, skuFor, startOf } from '../src/pages/product/choice'

const sku = (id: string, option_values: string[], available: number) => ({ id, option_values, available })

const product = {
  options: [
    { name: 'colour', values: ['red', 'blue'] },
    { name: 'size', values: ['S', 'M'] },
  ],
  skus: [sku('rs', ['red', 'S'], 3), sku('rm', ['red', 'M'], 0), sku('bm', ['blue', 'M'], 1)],
} as unknown as Product

test('a SKU is meant only when every option is chosen', () => {
  assert.equal(skuFor(product, ['red', '']), null)
  assert.equal(skuFor(product, ['red', 'S'])?.id, 'rs')
  assert.equal(skuFor(product, ['blue', 'S']), null)
})

test('a value can be chosen while stock is left with the other choices', () => {
  assert.equal(choosable(product, ['red', ''], 1, 'M'), false)
  assert.equal(choosable(product, ['blue', ''], 1, 'M'), true)
  assert.equal(choosable(product, ['', ''], 1, 'M'), true)
})

test('choosing twice lets go', () => {
  assert.deepEqual(choose(['red', ''], 0, 'red'), ['', ''])
  assert.deepEqual(choose(['red', ''], 0, 'blue'), ['blue', ''])
})

test('what has one kind only is chosen from the start', () => {
  const one = { options: [{ name: 'size', values: ['500 g'] }], skus: [sku('a', ['500 g'], 0)] } as unknown as Product
  assert.deepEqual(startOf(one), ['500 g'])
  assert.deepEqual(startOf(product), ['', ''])
  assert.equal(inStock(one), false)
  assert.equal(inStock(product), true)
})
