import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Day, Item, ProductDay } from '../src/plays/brand_day/api'

const device = { getSystemInfoSync: () => ({ language: 'zh' }), getStorageSync: () => '' }
Object.assign(globalThis, { uni: device })

const NOON_MS = Date.parse('2026-03-08T04:00:00Z')

const day = (change: Partial<Day> = {}) =>
  ({ campaign_id: 'cmp_1', day: '2026-03-08', state: 'on', starts_at: '2026-03-07T16:00:00Z', closes_at: '2026-03-08T16:00:00Z', ...change }) as Day

const item = (change: Partial<Item> = {}) =>
  ({ sku_id: 'sku_1', price_fen: 5000, day_price_fen: 4500, quota: 10, left: 3, sold: 0, ...change }) as Item

test('a day is what the clock says, and what is over stays over', async () => {
  const { stateOf } = await import('../src/plays/brand_day/days')
  assert.equal(stateOf(day(), NOON_MS), 'on')
  assert.equal(stateOf(day(), NOON_MS - 86_400_000), 'next')
  assert.equal(stateOf(day(), NOON_MS + 86_400_000), 'over')
  assert.equal(stateOf(day({ state: 'over' }), NOON_MS), 'over')
})

test('its price is offered for what is left of it and cheaper, while it is on', async () => {
  const { buyable } = await import('../src/plays/brand_day/days')
  const found = (items: Item[], of = day()) => ({ day: of, items, rules: [] }) as unknown as ProductDay
  const items = [item(), item({ sku_id: 'sku_2', left: 0 }), item({ sku_id: 'sku_3', day_price_fen: 5000 })]
  assert.deepEqual(buyable(found(items), NOON_MS)?.prices, { sku_1: 4500 })
  assert.equal(buyable(found(items), NOON_MS + 86_400_000), null)
  assert.equal(buyable(found([items[1]!]), NOON_MS), null)
})

test('only true numbers are told: what is left, and what was paid', async () => {
  const { itemHints } = await import('../src/plays/brand_day/days')
  assert.deepEqual(itemHints(item()), ['剩 3 / 10'])
  assert.deepEqual(itemHints(item({ left: null, quota: null })), [])
  assert.deepEqual(itemHints(item({ left: 0, sold: 7 })), ['名额已完,恢复平时价', '今天已售 7 件'])
})

test('what comes stands before what has been, the latest of it first', async () => {
  const { split } = await import('../src/plays/brand_day/days')
  const days = [day({ day: '2026-03-01', state: 'over' }), day({ day: '2026-03-05', state: 'over' }), day()]
  const found = split(days, NOON_MS)
  assert.deepEqual(found.ahead.map((one) => one.day), ['2026-03-08'])
  assert.deepEqual(found.past.map((one) => one.day), ['2026-03-05', '2026-03-01'])
})
