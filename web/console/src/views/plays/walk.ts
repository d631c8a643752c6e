/** Walking a tree of shares of which only some nodes are known: which rows are seen, in which order. Pure. */
import type { ShareNode } from '@/transport/types'

export interface Known {
  nodes: Map<string, ShareNode>
  /** Children by parent, most people first. A parent that was asked about and has none listed has an empty list. */
  below: Map<string, string[]>
}

export interface Row {
  node: ShareNode
  level: number
  open: boolean
  /** Children that the server has and did not list. */
  unlisted: number
}

export const nothing = (): Known => ({ nodes: new Map(), below: new Map() })

/** What is known after another answer; `asked` is the node whose children the answer holds. */
export function learned(known: Known, answer: ShareNode[], asked: string | null): Known {
  const nodes = new Map(known.nodes)
  for (const node of answer) nodes.set(node.id, node)
  const parents = new Set(answer.map((node) => node.parent_id).filter((id): id is string => id !== null && nodes.has(id)))
  if (asked) parents.add(asked)
  const below = new Map(known.below)
  for (const parent of parents) {
    const children = [...nodes.values()].filter((node) => node.parent_id === parent)
    below.set(parent, children.sort(busiest).map((node) => node.id))
  }
  return { nodes, below }
}

/** Those whose parent is not among the known, or only the one that is looked at. */
export function tops(known: Known, focus: string | null): ShareNode[] {
  if (focus) return [known.nodes.get(focus)].filter((node): node is ShareNode => node !== undefined)
  return [...known.nodes.values()].filter((node) => node.parent_id === null || !known.nodes.has(node.parent_id)).sort(busiest)
}

export function seen(known: Known, open: Set<string>, focus: string | null): Row[] {
  const rows: Row[] = []
  const visit = (node: ShareNode, level: number): void => {
    const children = known.below.get(node.id) ?? []
    const isOpen = open.has(node.id) && known.below.has(node.id)
    rows.push({ node, level, open: isOpen, unlisted: isOpen ? Math.max(0, node.children - children.length) : 0 })
    if (isOpen) for (const id of children) visit(known.nodes.get(id)!, level + 1)
  }
  for (const node of tops(known, focus)) visit(node, 0)
  return rows
}

/** From the first known ancestor down to the node itself. */
export function pathTo(known: Known, id: string | null): ShareNode[] {
  const path: ShareNode[] = []
  for (let node = id ? known.nodes.get(id) : undefined; node; node = node.parent_id ? known.nodes.get(node.parent_id) : undefined) path.unshift(node)
  return path
}

function busiest(one: ShareNode, other: ShareNode): number {
  return other.people - one.people || other.opens - one.opens || one.created_at.localeCompare(other.created_at)
}
