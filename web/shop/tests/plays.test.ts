import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Offer, Piece, Terms } from '../src/plays/coupon/api'
import type { Item, ProductSale, Slot } from '../src/plays/flash_sale/api'

const device = { getSystemInfoSync: () => ({ language: 'zh' }), getStorageSync: () => '' }
Object.assign(globalThis, { uni: device })

const at = (text: string): number => Date.parse(text)
const slot = (opens_at: string, closes_at: string, items: Item[] = []) =>
  ({ campaign_id: 'cmp_1', title: '', opens_at, closes_at, state: 'next', reminded: false, items }) as Slot
const item = (change: Partial<Item>) =>
  ({ sku_id: 'sku_1', price_fen: 6800, flash_price_fen: 3800, quota: 5, left: 5, waiting: 0, ...change }) as Item

const MORNING = slot('2026-05-20T02:00:00Z', '2026-05-20T04:00:00Z')
const EVENING = slot('2026-05-20T12:00:00Z', '2026-05-20T14:00:00Z')

test('a slot is what the clock says, whatever it was when it was read', async () => {
  const { stateOf, countdown, current, several } = await import('../src/plays/flash_sale/slots')
  assert.deepEqual(
    ['2026-05-20T01:59:59Z', '2026-05-20T02:00:00Z', '2026-05-20T04:00:00Z'].map((now) => stateOf(MORNING, at(now))),
    ['next', 'on', 'over'],
  )
  assert.equal(countdown(MORNING, at('2026-05-20T03:59:30Z')), '距结束 00:30')
  assert.equal(countdown(EVENING, at('2026-05-20T11:00:00Z')), '距开始 01:00:00')
  assert.equal(countdown(MORNING, at('2026-05-20T05:00:00Z')), '')
  const slots = [MORNING, EVENING]
  assert.deepEqual(
    ['2026-05-20T03:00:00Z', '2026-05-20T05:00:00Z', '2026-05-20T20:00:00Z'].map((now) => current(slots, at(now))),
    [0, 1, 1],
  )
  const all_day = { ...slot('2026-05-19T16:00:00Z', '2026-05-20T16:00:00Z'), campaign_id: 'cmp_2' }
  assert.deepEqual(
    ['2026-05-20T03:00:00Z', '2026-05-20T05:00:00Z'].map((now) => current([all_day, ...slots], at(now))),
    [1, 0],
  )
  assert.deepEqual([slots, [all_day, ...slots]].map(several), [false, true])
})

test('a slot of the next day says so, by the shop’s clock', async () => {
  const { opening } = await import('../src/plays/flash_sale/slots')
  assert.equal(opening(MORNING, at('2026-05-20T01:00:00Z')), '10:00')
  assert.equal(opening(MORNING, at('2026-05-19T15:00:00Z')), '明天 10:00')
})

test('what is left is told truly, and that pieces may come back only when some wait', async () => {
  const { leftWords, buyable } = await import('../src/plays/flash_sale/slots')
  assert.equal(leftWords(item({ left: 2 })), '剩 2 / 5')
  assert.equal(leftWords(item({ left: 2, quota: null })), '剩 2 件')
  assert.equal(leftWords(item({ left: 0, waiting: 3 })), '3 件等待付款,不付会放回')
  assert.equal(leftWords(item({ left: 0 })), '没有等待付款的,这一场不会再有')
  assert.equal(leftWords(item({ left: null, quota: null })), '')
  const sale = (items: Item[]) => ({ slot: { ...MORNING, items } }) as ProductSale
  const on = at('2026-05-20T03:00:00Z')
  assert.deepEqual(buyable(sale([item({}), item({ sku_id: 'sku_2', left: 0 })]), on)?.prices, { sku_1: 3800 })
  assert.equal(buyable(sale([item({ left: 0 })]), on), null)
  assert.equal(buyable(sale([item({})]), at('2026-05-20T05:00:00Z')), null)
})

test('a coupon says until when, and leads where it is good', async () => {
  const { offerHints, pieceHints, leads } = await import('../src/plays/coupon/tickets')
  const offer = { ends_at: '2026-05-20T16:30:00Z', left: 3, mine: 1, per_person_max: 2 } as Offer
  assert.deepEqual(offerHints(offer), ['2026-05-21 前可用', '剩 3 张', '已领 1 / 2'])
  const piece = { starts_at: '2026-05-20T00:00:00Z', expires_at: '2026-05-25T00:00:00Z' } as Piece
  assert.deepEqual(pieceHints(piece, at('2026-05-19T00:00:00Z')), ['2026-05-20 起可用'])
  assert.deepEqual(pieceHints(piece, at('2026-05-21T00:00:00Z')), ['2026-05-25 前可用'])
  const terms = (change: Partial<Terms>) => ({ scope: 'all', product_ids: [], category_id: null, ...change }) as Terms
  assert.deepEqual(leads(terms({})), ['/pages/home/index', {}])
  assert.deepEqual(leads(terms({ scope: 'goods', product_ids: ['prd_1'] })), ['/pages/product/index', { id: 'prd_1' }])
  assert.deepEqual(leads(terms({ scope: 'category', category_id: 'cat_1', category: '茶' })), [
    '/pages/search/index',
    { category_id: 'cat_1', title: '茶' },
  ])
})

test('live numbers reach their own pieces of their own slot, and nobody else', async () => {
  const { withLive } = await import('../src/plays/flash_sale/slots')
  const [now, later] = ['2026-03-02T02:00:00Z', '2026-03-02T06:00:00Z']
  const items = [item({ sku_id: 'sku_a', left: 5, waiting: 0 }), item({ sku_id: 'sku_b', left: 5, waiting: 0 })]
  const sale = {
    server_time: now,
    slots: [slot(now, later, items), slot(later, '2026-03-02T08:00:00Z', items), { ...slot(now, later, items), campaign_id: 'cmp_2' }],
  }
  const told = withLive(sale, 'cmp_1', {
    state: 'published', joined: null, need: null, pieces: [{ sku_id: 'sku_a', left: 3, waiting: 2, opens_at: now }],
  })
  const lefts = told.slots.map((one) => one.items.map((each) => `${each.left}/${each.waiting}`))
  assert.deepEqual(lefts, [['3/2', '5/0'], ['5/0', '5/0'], ['5/0', '5/0']])
  assert.equal(sale.slots[0]?.items[0]?.left, 5)
})
