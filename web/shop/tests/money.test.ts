import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatLeft, formatYuan, parseYuan, yuanParts } from '../../kit/money'

test('fen are cut into what is set large and what is set small', () => {
  assert.deepEqual(yuanParts(128005), { sign: '', yuan: '1,280', fen: '05' })
  assert.deepEqual(yuanParts(7), { sign: '', yuan: '0', fen: '07' })
  assert.deepEqual(yuanParts(-123456789), { sign: '-', yuan: '1,234,567', fen: '89' })
})

test('half a fen is refused', () => {
  assert.throws(() => yuanParts(0.5), RangeError)
})

test('what was written is read back to the fen, for every fen of ten yuan and around every power of ten', () => {
  const amounts = [...Array(1001).keys()]
  for (let power = 1000; power < 1e11; power *= 10) amounts.push(power - 1, power, power + 1)
  for (const amount_fen of amounts) assert.equal(parseYuan(formatYuan(amount_fen)), amount_fen)
})

test('what is no amount is no amount', () => {
  for (const text of ['', 'abc', '1.234', '-1', '1e3', '.5', '12345678901']) assert.equal(parseYuan(text), null)
  assert.equal(parseYuan(' ¥1,280.5 '), 128050)
})

test('time left has hours only when there are some, and never less than none', () => {
  assert.equal(formatLeft(899_400), '15:00')
  assert.equal(formatLeft(3_661_000), '01:01:01')
  assert.equal(formatLeft(-5), '00:00')
})
