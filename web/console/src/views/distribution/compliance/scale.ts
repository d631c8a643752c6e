/** Where a tree stands in the picture of people and levels: pure, so that it is tested without a browser. */

export const ALARM_LEVELS = 3
export const ALARM_PEOPLE = 30
export const PLOT = { left: 44, top: 14, width: 560, height: 250 }
const PEOPLE_TOP_LEAST = 60
const LEVELS_TOP_LEAST = 4
const DOT_LEAST = 4
const DOT_MOST = 16

export interface Dot {
  id: string
  x: number
  y: number
  radius: number
  alarms: boolean
}

export interface Tree {
  shopkeeper_id: string
  people: number
  depth: number
  commission_fen: number
}

/** People go up by powers, so that a tree of three and one of three hundred are both seen; levels go right evenly. */
export function place(trees: readonly Tree[]) {
  const levelsTop = Math.max(LEVELS_TOP_LEAST, ...trees.map((tree) => tree.depth))
  const peopleTop = Math.max(PEOPLE_TOP_LEAST, ...trees.map((tree) => tree.people))
  const most = Math.max(1, ...trees.map((tree) => tree.commission_fen))
  const x = (levels: number): number => PLOT.left + (PLOT.width * (levels - 0.5)) / levelsTop
  const y = (people: number): number => PLOT.top + PLOT.height * (1 - Math.log(Math.max(1, people)) / Math.log(peopleTop))
  const dots: Dot[] = trees.map((tree) => ({
    id: tree.shopkeeper_id,
    x: x(tree.depth),
    y: y(tree.people),
    radius: DOT_LEAST + (DOT_MOST - DOT_LEAST) * Math.sqrt(Math.max(0, tree.commission_fen) / most),
    alarms: tree.commission_fen > 0 && tree.depth >= ALARM_LEVELS && tree.people >= ALARM_PEOPLE,
  }))
  return {
    dots,
    levels: Array.from({ length: levelsTop }, (_, at) => ({ level: at + 1, x: x(at + 1) })),
    people: [1, 3, 10, 30, 100, 300, 1000, 3000, 10000].filter((mark) => mark <= peopleTop).map((mark) => ({ mark, y: y(mark) })),
    alarm: { x: x(ALARM_LEVELS - 0.5), y: y(ALARM_PEOPLE) },
  }
}
