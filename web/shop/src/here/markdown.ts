/** The little Markdown that terms and privacy policies are written in: headings, paragraphs, lists, tables. Pure. */

export type Block =
  | { kind: 'title' | 'head' | 'line' | 'item'; text: string }
  | { kind: 'table'; head: string[]; rows: string[][] }

export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = []
  for (const raw of markdown.split('\n')) {
    const line = raw.trim()
    if (!line) continue
    if (line.startsWith('|')) addRow(blocks, line)
    else blocks.push(blockOf(line))
  }
  return blocks
}

function blockOf(line: string): Block {
  const heading = /^(#{1,6})\s+(.*)$/.exec(line)
  if (heading) return { kind: heading[1]!.length === 1 ? 'title' : 'head', text: plain(heading[2]!) }
  const item = /^(?:[-*]|\d+\.)\s+(.*)$/.exec(line)
  if (item) return { kind: 'item', text: plain(item[1]!) }
  return { kind: 'line', text: plain(line) }
}

function addRow(blocks: Block[], line: string): void {
  if (/^\|[\s|:-]+\|$/.test(line)) return
  const cells = line
    .slice(1, line.endsWith('|') ? -1 : undefined)
    .split('|')
    .map((cell) => plain(cell.trim()))
  const last = blocks[blocks.length - 1]
  if (last?.kind === 'table') last.rows.push(cells)
  else blocks.push({ kind: 'table', head: cells, rows: [] })
}

/** Emphasis and link marks are dropped, their words stay. */
function plain(text: string): string {
  return text.replace(/\*\*|__|`/g, '').replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
}
