import { describe, expect, it } from 'vitest'

import { barsOf, monthAfter, runsOf, weeksOf } from './month'

describe('the weeks of a month', () => {
  it('begin on Monday and hold every day of it', () => {
    const weeks = weeksOf('2026-11')
    expect(weeks[0]![0]).toBe('2026-10-26')
    expect(weeks.at(-1)![6]).toBe('2026-12-06')
    expect(weeks.flat().filter((day) => day.startsWith('2026-11'))).toHaveLength(30)
  })

  it('do not add a week to a month that ends on Sunday', () => {
    expect(weeksOf('2026-05').at(-1)![6]).toBe('2026-05-31')
  })

  it('walk over the year', () => {
    expect([monthAfter('2026-12', 1), monthAfter('2026-01', -1)]).toEqual(['2027-01', '2025-12'])
  })
})

describe('the bars of a week', () => {
  const week = weeksOf('2026-11')[1]! // 2 to 8 November

  it('never lie on each other', () => {
    const spans = ['a', 'b', 'c'].map((id, at) => ({ id, first: `2026-11-0${2 + at}`, last: `2026-11-0${4 + at}` }))
    expect(barsOf(spans, week).map((bar) => [bar.id, bar.from, bar.to, bar.lane])).toEqual([
      ['a', 0, 2, 0],
      ['b', 1, 3, 1],
      ['c', 2, 4, 2],
    ])
  })

  it('take a lane again that has become free', () => {
    const bars = barsOf([{ id: 'a', first: '2026-11-02', last: '2026-11-03' }, { id: 'b', first: '2026-11-04', last: '2026-11-04' }], week)
    expect(bars.map((bar) => bar.lane)).toEqual([0, 0])
  })

  it('are cut at both ends and say so', () => {
    const [bar] = barsOf([{ id: 'a', first: '2026-10-01', last: '2026-12-31' }], week)
    expect(bar).toEqual({ id: 'a', from: 0, to: 6, lane: 0, begins: false, ends: false })
    expect(barsOf([{ id: 'a', first: '2026-10-01', last: '2026-11-01' }], week)).toEqual([])
  })
})

describe('days in a row', () => {
  it('are one stretch, over the end of a month as well', () => {
    expect(runsOf(['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-03'])).toEqual([['2026-02-27', '2026-03-01'], ['2026-03-03', '2026-03-03']])
    expect(runsOf([])).toEqual([])
  })
})
