import { expect, test } from 'vitest'

import { monthFrom, weeksOf } from './month'

test('weeks begin on Monday and hold the whole month', () => {
  const weeks = weeksOf('2026-03')
  expect(weeks.every((week) => week.length === 7)).toBe(true)
  expect(weeks[0]![0]).toEqual({ day: '2026-02-23', inside: false })
  expect(weeks.flat().filter((one) => one.inside)).toHaveLength(31)
  expect(weeksOf('2027-02')).toHaveLength(4)
})

test('months go on over the turn of a year', () => {
  expect(monthFrom('2026-12', 1)).toBe('2027-01')
  expect(monthFrom('2026-01', -1)).toBe('2025-12')
})
