import { expect, test } from 'vitest'

import type { ShareNode } from '@/transport/types'

import { learned, nothing, pathTo, seen, tops } from './walk'

function node(id: string, parent_id: string | null, people: number, children: number): ShareNode {
  return {
    id, parent_id, people, children, depth: 0, opens: people, joined: 0, self_opens: 0, robot_opens: 0, orders: null, campaign_id: null, channel: 'mini',
    sharer: { person_id: null, nickname: null }, target: { kind: 'shop', id: null }, created_at: '2026-11-21T00:00:00Z',
  }
}
const FIRST = [node('a', null, 3, 2), node('b', null, 9, 0), node('a1', 'a', 1, 1), node('a2', 'a', 5, 0)]

test('tops are those without a known parent, most people first', () => {
  expect(tops(learned(nothing(), FIRST, null), null).map((one) => one.id)).toEqual(['b', 'a'])
  expect(tops(learned(nothing(), [node('x', 'elsewhere', 1, 0)], null), null).map((one) => one.id)).toEqual(['x'])
})

test('a closed row hides what is below, an open one shows it in order and by level', () => {
  const known = learned(nothing(), FIRST, null)
  expect(seen(known, new Set(), null).map((row) => row.node.id)).toEqual(['b', 'a'])
  expect(seen(known, new Set(['a']), null).map((row) => [row.node.id, row.level])).toEqual([['b', 0], ['a', 0], ['a2', 1], ['a1', 1]])
})

test('children are learned when asked for; those not listed are counted, not invented', () => {
  const known = learned(learned(nothing(), FIRST, null), [node('a1', 'a', 1, 3), node('deep', 'a1', 2, 0)], 'a1')
  const rows = seen(known, new Set(['a', 'a1']), null)
  expect(rows.map((row) => [row.node.id, row.level, row.unlisted])).toEqual([['b', 0, 0], ['a', 0, 0], ['a2', 1, 0], ['a1', 1, 2], ['deep', 2, 0]])
})

test('an open row whose children were never asked for stays closed', () => {
  const known = learned(nothing(), FIRST, null)
  expect(seen(known, new Set(['a', 'a1']), null).find((row) => row.node.id === 'a1')?.open).toBe(false)
})

test('a node whose children were asked for and are gone opens to nothing', () => {
  const known = learned(learned(nothing(), FIRST, null), [node('a1', 'a', 1, 0)], 'a1')
  expect(seen(known, new Set(['a', 'a1']), null).find((row) => row.node.id === 'a1')).toMatchObject({ open: true, unlisted: 0 })
})

test('one branch alone begins at its node and knows the way back', () => {
  const known = learned(learned(nothing(), FIRST, null), [node('deep', 'a1', 2, 0)], 'a1')
  expect(seen(known, new Set(['a1']), 'a1').map((row) => [row.node.id, row.level])).toEqual([['a1', 0], ['deep', 1]])
  expect(pathTo(known, 'deep').map((one) => one.id)).toEqual(['a', 'a1', 'deep'])
  expect(pathTo(known, null)).toEqual([])
})
