import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatLeft, formatSpan, formatYuan, parseYuan, yuanParts } from '../../kit/money'

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

test('a span says its two largest units and never more than is left', () => {
  const hours = (count: number) => count * 3_600_000
  assert.equal(formatSpan(hours(30), 'zh-CN'), '1 天 6 小时')
  assert.equal(formatSpan(hours(48) - 1, 'zh-CN'), '1 天 23 小时')
  assert.equal(formatSpan(hours(48), 'zh-CN'), '2 天')
  assert.equal(formatSpan(hours(5) + 12 * 60_000, 'en'), '5 hours 12 minutes')
  assert.equal(formatSpan(61_000, 'en'), '1 minute')
  assert.equal(formatSpan(59_000, 'zh-CN'), '不到 1 分钟')
  assert.equal(formatSpan(-1, 'zh-CN'), '不到 1 分钟')
})
