import { describe, expect, it } from 'vitest'

import { PLOT, place, type Tree } from './scale'

const tree = (people: number, depth: number, commission_fen = 100): Tree => ({ shopkeeper_id: `shk_${people}_${depth}`, people, depth, commission_fen })

describe('where trees stand', () => {
  it('has more people higher and more levels further right, all inside the picture', () => {
    const { dots } = place([tree(1, 1), tree(29, 2), tree(2000, 6)])
    const [small, middle, large] = dots
    expect(small!.y).toBeGreaterThan(middle!.y)
    expect(middle!.y).toBeGreaterThan(large!.y)
    expect(small!.x).toBeLessThan(middle!.x)
    for (const dot of dots) {
      expect(dot.x).toBeGreaterThanOrEqual(PLOT.left)
      expect(dot.x).toBeLessThanOrEqual(PLOT.left + PLOT.width)
      expect(dot.y).toBeGreaterThanOrEqual(PLOT.top)
      expect(dot.y).toBeLessThanOrEqual(PLOT.top + PLOT.height)
    }
  })

  it('alarms at 30 people and 3 levels with money, and at nothing less', () => {
    const alarms = place([tree(30, 3), tree(29, 3), tree(30, 2), tree(30, 3, 0)]).dots.map((dot) => dot.alarms)
    expect(alarms).toEqual([true, false, false, false])
  })

  it('puts what alarms up and right of the line', () => {
    const { dots, alarm } = place([tree(30, 3), tree(29, 2)])
    expect(dots[0]!.x).toBeGreaterThan(alarm.x)
    expect(dots[0]!.y).toBeLessThanOrEqual(alarm.y)
    expect(dots[1]!.x).toBeLessThan(alarm.x)
    expect(dots[1]!.y).toBeGreaterThan(alarm.y)
  })

  it('draws larger what earned more', () => {
    const [little, much] = place([tree(5, 2, 1), tree(5, 2, 10_000)]).dots
    expect(much!.radius).toBeGreaterThan(little!.radius)
  })
})
