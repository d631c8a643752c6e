import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ProductGroupBuy, SeatState, Team, TeamLine } from '../src/plays/group_buy/api'

const device = { getSystemInfoSync: () => ({ language: 'zh' }), getStorageSync: () => '' }
Object.assign(globalThis, { uni: device })

const sku = (sku_id: string, team_price_fen: number, left: number | null = null) => ({
  sku_id,
  price_fen: 6800,
  team_price_fen,
  leader_price_fen: null,
  people: 3,
  ladder: null,
  left,
})

const found = (skus: ProductGroupBuy['skus'], channels_ok = true) =>
  ({ campaign: { id: 'cmp_1', channels_ok }, skus, teams: [] }) as unknown as ProductGroupBuy

const team = (change: Partial<Team>) =>
  ({ id: 'team_1', state: 'forming', missing: 2, joined: 1, people: 3, topped_up: 0, mine: null, merged_into: null, ...change }) as Team

const seat = (seat_state: SeatState) => ({
  seat_state,
  order_id: 'ord_1',
  team_id: 'team_1',
  moved: false,
  pay_by: null,
})

test('a team of one’s own is offered for the SKUs that are left, by the leader’s price where there is one', async () => {
  const { ownTeam } = await import('../src/plays/group_buy/offers')
  const led = { ...sku('b', 5900), leader_price_fen: 5500 }
  assert.deepEqual(ownTeam(found([sku('a', 4900), led, sku('c', 100, 0)]))?.prices, { a: 4900, b: 5500 })
  assert.deepEqual(ownTeam(found([sku('a', 4900)]))?.intent, { campaign_id: 'cmp_1', run_id: null })
  assert.equal(ownTeam(found([sku('a', 4900, 0)])), null)
  assert.equal(ownTeam(found([sku('a', 4900)], false)), null)
})

test('a seat is taken in that team, for its SKU alone', async () => {
  const { seatIn } = await import('../src/plays/group_buy/offers')
  const line = { id: 'team_1', sku_id: 'b' } as TeamLine
  const seat = seatIn(found([sku('a', 4900), sku('b', 5900)]), line)
  assert.deepEqual([seat?.prices, seat?.intent.run_id], [{ b: 5900 }, 'team_1'])
})

test('the step reached is the last one with enough people', async () => {
  const { reached } = await import('../src/plays/group_buy/offers')
  const ladder = [
    { people: 10, price_fen: 3900 },
    { people: 3, price_fen: 4900 },
  ]
  assert.equal(reached(ladder, 2), null)
  assert.equal(reached(ladder, 3)?.price_fen, 4900)
  assert.equal(reached(ladder, 12)?.price_fen, 3900)
})

test('a team tells what it is at, and nothing urgent once its time is over', async () => {
  const { seatStory, stateWords, storyOf } = await import('../src/plays/group_buy/story')
  assert.deepEqual(storyOf(team({}), '今天 21:30', false), {
    title: '还差 2 人成团',
    text: '今天 21:30 前没有成团,会自动原路退款。',
  })
  assert.deepEqual(storyOf(team({}), '今天 21:30', true), { title: '时间到,正在结算', text: '' })
  assert.equal(storyOf(team({ state: 'failed' }), '', false).title, '没有成团')
  assert.equal(seatStory(team({ mine: seat('left') })), '你已退出这个团,款项原路退回。')
  assert.equal(seatStory(team({ mine: seat('in') })), '')
  assert.equal(stateWords({ state: 'forming', seat_state: 'in', missing: 2 }), '还差 2 人')
  assert.equal(stateWords({ state: 'forming', seat_state: 'released', missing: 2 }), '未付款,已放开')
})

test('a ladder with enough people for its first price aims at the next one', async () => {
  const { nextStep, stateWords, storyOf } = await import('../src/plays/group_buy/story')
  const ladder = [
    { people: 3, price_fen: 4900 },
    { people: 5, price_fen: 3900 },
  ]
  const found = team({ joined: 3, missing: 0, ladder })
  assert.deepEqual(storyOf(found, '今天 21:30', false), {
    title: '人数够了',
    text: '今天 21:30 结束时成团。再来 2 人,大家都按 ¥39.00 算。',
  })
  assert.equal(nextStep({ ladder, joined: 4, topped_up: 1 }), null)
  assert.equal(stateWords({ state: 'forming', seat_state: 'in', missing: 0 }), '人数够了')
})

test('a mask without a letter is nobody’s name', async () => {
  const { shownName } = await import('../src/here/names')
  assert.deepEqual(['**', '', '王**'].map(shownName), ['朋友', '朋友', '王**'])
})

test('who was moved is told so, and led to where they are', async () => {
  const { newTeam, seatStory, storyOf } = await import('../src/plays/group_buy/story')
  const here = team({ id: 'team_2', mine: { ...seat('in'), team_id: 'team_2', moved: true } })
  assert.deepEqual([seatStory(here), newTeam(here)], ['原来的团满了或没有成,你被安排到这里。', null])
  const gone = team({ id: 'team_1', mine: { ...seat('in'), team_id: 'team_2', moved: true } })
  assert.deepEqual([seatStory(gone), newTeam(gone)], ['你被安排到另一个团了。', 'team_2'])
  const merged = team({ state: 'failed', merged_into: 'team_2' })
  assert.deepEqual([storyOf(merged, '', false).title, newTeam(merged)], ['并入了另一个团', 'team_2'])
})

test('the rings show every seat as it is: taken, added by the merchant, free', async () => {
  const { ringsUrl, share } = await import('../src/plays/group_buy/rings')
  const drawn = decodeURIComponent(ringsUrl({ people: 4, joined: 2, topped_up: 1 }))
  const seats = [...drawn.matchAll(/stroke="(#\w+)" stroke-width="5"/g)].map(([, colour]) => colour)
  assert.equal(seats.length, 4)
  assert.equal(new Set(seats.slice(0, 2)).size, 1)
  assert.equal(new Set(seats).size, 3)
  assert.equal(share({ people: 4, joined: 2, topped_up: 1 }), 0.75)
  assert.equal(share({ people: 4, joined: 9, topped_up: 0 }), 1)
  const many = decodeURIComponent(ringsUrl({ people: 100, joined: 30, topped_up: 0 }))
  assert.equal([...many.matchAll(/stroke-width="5"/g)].length, 2)
})
