import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Case, LineOffer, Options } from '../src/aftersales/api'

const device = { getSystemInfoSync: () => ({ language: 'zh' }), getStorageSync: () => '' }
Object.assign(globalThis, { uni: device })

const REASONS: Record<string, LineOffer['kinds'][number]['reasons']> = {
  refund_only: ['not_received', 'quality', 'agreed'],
  return_refund: ['no_reason', 'quality', 'agreed'],
  exchange: ['quality', 'agreed'],
}

function line(line_id: string, quantity_max: number, amount_max_fen: number, without: string[] = []): LineOffer {
  const kinds = Object.entries(REASONS).map(([kind, reasons]) => {
    const left = reasons.filter((one) => !without.includes(one))
    return { kind, text: kind, reasons: left, why_not: null, why_not_text: left.length ? null : '已过售后期限' }
  })
  return { line_id, quantity_max, amount_max_fen, kinds, why_not: null, why_not_text: null } as LineOffer
}

const offered = (...lines: LineOffer[]) =>
  ({ lines, reasons: ['no_reason', 'quality', 'missing', 'agreed'].map((reason) => ({ reason, text: reason })) }) as Options

const one = (change: Partial<Case>) =>
  ({ state: 'applied', kind: 'return_refund', turn: 'merchant', outcome: 'agree', deadline_at: null, actions: [], refunded_fen: 0, proposed_fen: null, ...change }) as Case

test('pieces are worth their part rounded down, all of them all that is left', async () => {
  const { worth_fen } = await import('../src/aftersales/wish')
  const three = { quantity_max: 3, amount_max_fen: 1000 }
  assert.deepEqual([0, 1, 2, 3, 4].map((pieces) => worth_fen(three, pieces)), [0, 333, 666, 1000, 1000])
})

test('less than all is shared over the lines to the fen, never above what a line has', async () => {
  const { shared } = await import('../src/aftersales/wish')
  assert.deepEqual(shared(900, [500, 400]), [null, null])
  for (let total_fen = 0; total_fen < 907; total_fen += 1) {
    const most_fen = [500, 7, 400]
    const parts = shared(total_fen, most_fen) as number[]
    assert.equal(parts.reduce((sum, part) => sum + part, 0), total_fen)
    assert.ok(parts.every((part, at) => part >= 0 && part <= most_fen[at]!))
  }
})

test('a kind is offered when one of the lines may have it, a reason when all chosen ones may', async () => {
  const { chosenOf, isOpen, kindsOf, reasonsFor } = await import('../src/aftersales/wish')
  const fresh = line('a', 2, 5000)
  const late = line('b', 1, 900, ['no_reason'])
  const old = line('c', 1, 900, ['no_reason', 'quality', 'agreed', 'not_received'])
  assert.deepEqual(kindsOf(offered(fresh, old)).map(({ open }) => open), [true, true, true])
  assert.deepEqual(kindsOf(offered(old))[2], { kind: 'exchange', open: false, why: '已过售后期限' })
  assert.deepEqual([isOpen(fresh, 'exchange'), isOpen(old, 'exchange')], [true, false])
  assert.deepEqual(reasonsFor([fresh, late], 'return_refund'), ['quality', 'agreed'])
  assert.deepEqual(chosenOf([fresh, late], { a: 1, b: 0 }).map(({ most_fen }) => most_fen), [2500])
})

test('a refused case asks again for its own lines, in its own kind', async () => {
  const { again, isOpen, reasonsFor } = await import('../src/aftersales/wish')
  const held = { ...line('a', 1, 900), kinds: [], why_not: 'line_open' }
  const options = again(offered(held, line('b', 1, 100)), one({ reason: 'quality', lines: [{ line_id: 'a' }] as Case['lines'] }))
  assert.deepEqual(options.lines.map(({ line_id }) => line_id), ['a'])
  assert.ok(isOpen(options.lines[0]!, 'return_refund'))
  assert.deepEqual(reasonsFor(options.lines, 'return_refund'), ['quality', 'agreed'])
})

test('a case says where it is, what to do, and what happens by itself', async () => {
  const { leftOf, nextOf, titleOf, trackingOf } = await import('../src/aftersales/story')
  const deadline_at = '2026-03-05T09:30:00Z'
  const waiting = one({ deadline_at })
  assert.equal(titleOf(waiting), '等待商家处理')
  assert.match(nextOf(waiting), /前商家没有处理,会自动同意。$/)
  const back = one({ state: 'agreed', turn: 'shopper', outcome: 'close', deadline_at })
  assert.match(nextOf(back), /^请寄到下面的地址,寄出后填写运单号。.*售后会自动关闭。$/)
  assert.equal(titleOf(one({ state: 'refunded', refunded_fen: 12805 })), '已退款 ¥128.05')
  assert.equal(titleOf(one({ state: 'received', kind: 'exchange' })), '等待商家寄出换货')
  assert.equal(nextOf(one({ state: 'refused', outcome: null })), '修改次数已用完。还有问题请联系商家。')
  assert.equal(leftOf({ deadline_at }, Date.parse('2026-03-04T03:30:00Z')), '还剩 1 天 6 小时')
  assert.equal(leftOf({ deadline_at }, Date.parse(deadline_at)), '时间已到,正在处理')
  assert.deepEqual([' sf 123 456 ', '123', 'a/b'].map(trackingOf), ['SF123456', '', ''])
})
