import assert from 'node:assert/strict'
import { test } from 'node:test'
import { takeEvents } from '../src/api/events'
import { leftWords } from '../src/campaigns/left'

test('events come whole, whatever pieces the line is cut into', () => {
  const sent = 'data: {"joined":1}\r\n\r\n: ping - 2026\r\n\r\ndata: {"joined":2}\r\n\r\n'
  for (let size = 1; size <= sent.length; size += 1) {
    const heard: string[] = []
    let rest = ''
    for (let at = 0; at < sent.length; at += size) {
      const taken = takeEvents(rest + sent.slice(at, at + size))
      rest = taken.rest
      heard.push(...taken.events)
    }
    assert.deepEqual([heard, rest], [['{"joined":1}', '{"joined":2}'], ''])
  }
})

test('what has not come whole waits', () => {
  assert.deepEqual(takeEvents('data: {"a":1}\ndata: {"a"'), { events: ['{"a":1}'], rest: 'data: {"a"' })
})

test('the last day counts seconds, the days before do not', () => {
  const now = Date.parse('2026-03-02T02:00:00Z')
  assert.equal(leftWords('2026-03-02T03:00:00Z', now, 'zh-CN'), '01:00:00')
  assert.equal(leftWords('2026-03-05T05:30:00Z', now, 'zh-CN'), '3 天 3 小时')
  assert.equal(leftWords('2026-03-02T02:00:00Z', now, 'zh-CN'), '')
})
