import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Joining, Payout, Picked } from '../src/distribution/api'

const device = { getSystemInfoSync: () => ({ language: 'zh' }), getStorageSync: () => '' }
Object.assign(globalThis, { uni: device })

const NOW = '2026-11-30T16:00:00Z' // the first of December in Shanghai

/** A number with a right check character for a birthday: GB 11643. */
function numbered(birthday: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const digits = `110105${birthday}001`
  const sum = weights.reduce((all, weight, at) => all + weight * Number(digits[at]), 0)
  return `${digits}${'10X98765432'[sum % 11]}`
}

test('a number of an identity card is right or not, whatever slips', async () => {
  const { isIdNumber } = await import('../src/distribution/idNumber')
  assert.equal(isIdNumber('11010519491231002X'), true) // the example of the standard
  const right = numbered('19900101')
  assert.equal(isIdNumber(right), true)
  for (let at = 0; at < 17; at += 1) {
    const slipped = right.slice(0, at) + ((Number(right[at]) + 1) % 10) + right.slice(at + 1)
    assert.equal(isIdNumber(slipped), false, `a slip at ${at}`)
  }
  assert.equal(isIdNumber(numbered('19900231')), false) // no such day
  assert.equal(isIdNumber(right.slice(0, 17)), false)
})

test('eighteen is counted by the shop’s calendar, on the birthday itself', async () => {
  const { isAdult } = await import('../src/distribution/idNumber')
  assert.equal(isAdult(numbered('20081201'), NOW), true)
  assert.equal(isAdult(numbered('20081202'), NOW), false)
})

const pick = (id: string, words = '') => ({ id, words, title: id, price_fen: 100 }) as Picked
const order = (picks: Picked[]) => picks.map((one) => one.id).join('')

test('goods of the own shop are added once, moved within their ends, dropped', async () => {
  const { added, dropped, moved, sameOrder, worded } = await import('../src/distribution/picking')
  const picks = [pick('a'), pick('b'), pick('c')]
  assert.equal(order(added(picks, pick('b'))), 'abc')
  assert.equal(order(added(picks, pick('d'))), 'abcd')
  assert.equal(order(moved(picks, 0, -1)), 'abc')
  assert.equal(order(moved(picks, 2, 1)), 'abc')
  assert.equal(order(moved(picks, 0, 1)), 'bac')
  assert.equal(order(dropped(picks, 'b')), 'ac')
  assert.equal(sameOrder(worded(picks, 'a', ' '), picks), true)
  assert.equal(sameOrder(worded(picks, 'a', 'x'), picks), false)
  assert.equal(sameOrder(moved(picks, 0, 1), picks), false)
})

const paid = (state: Payout['state'], ...states: Payout['state'][]) =>
  ({ state, steps: states.map((one, at) => ({ state: one, state_text: '', at: `2026-11-2${at}T02:00:00Z` })) }) as Pick<Payout, 'state' | 'steps'>

test('a pay-out says what happened and what is still to come', async () => {
  const { awaited, givenBack, stepsOf } = await import('../src/distribution/payoutStory')
  const waiting = stepsOf(paid('confirming', 'review', 'ready', 'confirming'))
  assert.deepEqual(waiting.map((step) => step.state), ['done', 'done', 'now', 'next'])
  assert.deepEqual(stepsOf(paid('paid', 'review', 'paid')).map((step) => step.state), ['done', 'done'])
  assert.deepEqual(stepsOf(paid('failed', 'ready', 'failed')).map((step) => step.state), ['done', 'bad'])
  assert.equal(awaited('confirming'), true)
  assert.equal(awaited('review'), false)
  assert.equal(givenBack('refused'), true)
  assert.equal(givenBack('paid'), false)
})

test('joining goes by the widest way that is open', async () => {
  const { wayOf } = await import('../src/distribution/standing')
  assert.equal(wayOf([], ''), null)
  assert.equal(wayOf(['everyone', 'application'], ''), 'everyone')
  assert.equal(wayOf(['application', 'invitation'], ''), 'application')
  assert.equal(wayOf(['application', 'invitation'], 'A1'), 'invitation')
  assert.equal(wayOf(['invitation'], ''), 'invitation')
})

test('each standing leads where it can', async () => {
  const { storyOf } = await import('../src/distribution/standing')
  const base = {
    id: 'shk_1', way: 'application', grade: 1, grade_name: '店主', agreement_version: '1', must_sign: false,
    applied_at: '2026-11-01T00:00:00Z', decided_words: '请写清楚', probation_until: null, suspended_until: null, suspended_words: '', sold: true,
  } as const
  const at = (state: NonNullable<Joining['mine']>['state']) => storyOf({ ways: ['application'], mine: { ...base, state } })
  assert.equal(storyOf({ ways: [], mine: null }), null)
  assert.equal(at('active')?.lead, 'desk')
  assert.equal(at('left')?.lead, 'earnings')
  assert.equal(at('applied')?.lead, 'earnings')
  assert.equal(at('refused')?.again, true)
  assert.ok(at('refused')?.lines[0]?.includes('请写清楚'))
})

test('a rate without orders says nothing; a high one says so in words', async () => {
  const { healthFigures, percent } = await import('../src/distribution/deskFigures')
  assert.equal(percent(250), '2.5%')
  assert.equal(percent(800), '8%')
  const health = { share_days: 3, shares: 4, visits: 5, orders: 6, paid_orders: 5, picks: 2, refund_rate_bp: 2500, complaint_rate_bp: null }
  const [refunds, complaints] = healthFigures(health).slice(-2)
  assert.equal(refunds?.tone, 'bad')
  assert.equal(complaints?.text, '–')
})

test('an order stands where its commission stands, unless it is closed, unpaid or all taken back', async () => {
  const { standingOf } = await import('../src/distribution/brought')
  const order = { state: 'shipped', commission_state: 'pending', commission_fen: 500, commission_reversed_fen: 0 } as const
  assert.equal(standingOf(order), 'tab_pending')
  assert.equal(standingOf({ ...order, state: 'awaiting_payment' }), 'tab_unpaid')
  assert.equal(standingOf({ ...order, state: 'closed' }), 'tab_closed')
  assert.equal(standingOf({ ...order, commission_reversed_fen: 500 }), 'tab_reversed')
  assert.equal(standingOf({ ...order, commission_state: 'none', commission_fen: 0 }), 'commission_none')
})

test('a price is inside the band, and the shop’s own price is none of one’s own', async () => {
  const { asked, lowestAsked, wrongPrice } = await import('../src/distribution/pricing')
  const sku = { lowest_fen: 6_120, list_fen: 6_800 }
  for (const text of ['61.20', '68', '65.5', '', ' ']) assert.equal(wrongPrice(sku, text), '', text)
  for (const text of ['61.19', '68.01', '0', '-1', 'abc', '65.555']) assert.match(wrongPrice(sku, text), /61\.20.*68\.00/, text)
  assert.equal(asked(sku, null), null)
  assert.equal(asked(sku, 6_800), null)
  assert.equal(asked(sku, 6_500), 6_500)
  assert.equal(lowestAsked([{ asks_fen: 6_800, list_fen: 6_800 }, { asks_fen: 900, list_fen: 1_000 }]), 900)
  assert.equal(lowestAsked([{ asks_fen: 6_800, list_fen: 6_800 }]), null)
})

test('who took an application back starts anew, and who waits may take it back', async () => {
  const { storyOf } = await import('../src/distribution/standing')
  const mine = { state: 'applied', applied_at: NOW, sold: false } as NonNullable<Joining['mine']>
  assert.equal(storyOf({ ways: ['application'], mine })?.waiting, true)
  assert.equal(storyOf({ ways: ['application'], mine })?.lead, '')
  assert.equal(storyOf({ ways: ['application'], mine: { ...mine, state: 'left' } }), null)
  assert.equal(storyOf({ ways: ['application'], mine: { ...mine, state: 'left', sold: true } })?.lead, 'earnings')
})
