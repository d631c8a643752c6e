import type { Category } from '@/transport/types'

export interface CategoryNode extends Category {
  children: CategoryNode[]
}

/** The tree in the shop's order, from the server's flat rows. */
export function categoryTree(items: Category[]): CategoryNode[] {
  const nodes = new Map<string, CategoryNode>(items.map((one) => [one.id, { ...one, children: [] }]))
  const roots: CategoryNode[] = []
  for (const node of nodes.values()) (nodes.get(node.parent_id ?? '')?.children ?? roots).push(node)
  const sort = (list: CategoryNode[]): CategoryNode[] => {
    list.sort((one, other) => one.position - other.position)
    for (const node of list) sort(node.children)
    return list
  }
  return sort(roots)
}

/** One line a category with its whole path, for choosing. */
export function categoryChoices(items: Category[]): { id: string; path: string }[] {
  const walk = (nodes: CategoryNode[], above: string): { id: string; path: string }[] =>
    nodes.flatMap((node) => {
      const path = above ? `${above} / ${node.name}` : node.name
      return [{ id: node.id, path }, ...walk(node.children, path)]
    })
  return walk(categoryTree(items), '')
}
