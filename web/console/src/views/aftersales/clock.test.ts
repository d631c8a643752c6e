import { expect, test } from 'vitest'

import { pressing, spanTo } from './clock'

const NOW = Date.parse('2026-03-02T04:00:00Z')

test('a case is pressing in its last twelve hours and late from its deadline on', () => {
  expect(pressing(null, NOW)).toBeNull()
  expect(pressing('2026-03-03T04:00:00Z', NOW)).toBe('calm')
  expect(pressing('2026-03-02T16:00:01Z', NOW)).toBe('calm')
  expect(pressing('2026-03-02T16:00:00Z', NOW)).toBe('soon')
  expect(pressing('2026-03-02T04:00:00Z', NOW)).toBe('late')
})

test('what is left is said in two units', () => {
  expect(spanTo('2026-03-03T10:00:00Z', NOW, 'en')).toBe('1 day 6 hours')
  expect(spanTo('2026-03-02T04:45:00Z', NOW, 'en')).toBe('45 minutes')
})
