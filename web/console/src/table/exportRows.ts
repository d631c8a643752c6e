/** The filtered list as CSV, with the columns that are shown; read page by page, so it is what the screen would show. */
import { get, save, type Query } from '@/transport/request'
import type { Page } from '@/transport/types'

import type { Column } from './column'

export const EXPORT_ROWS_MAX = 5_000

/** Quoted always; a cell that a spreadsheet would run as a formula is led by an apostrophe. */
function cell(text: string): string {
  const plain = text.replace(/[¥,](?=\d)/g, '').trim()
  const risky = /^[=+@\t\r]/.test(text) || (text.startsWith('-') && !/^-\d*\.?\d+$/.test(plain))
  return `"${(risky ? `'${text}` : text).replaceAll('"', '""')}"`
}

export function csv<Row>(rows: Row[], columns: Column<Row>[]): string {
  const lines = [columns.map((column) => cell(column.label)), ...rows.map((row) => columns.map((column) => cell(column.text(row))))]
  return `\uFEFF${lines.map((line) => line.join(',')).join('\r\n')}\r\n`
}

export async function exportRows<Row>(path: string, asked: Query, columns: Column<Row>[], name: string, seen: (count: number) => void): Promise<void> {
  const rows: Row[] = []
  let cursor: string | null = null
  do {
    const page: Page<Row> = await get<Page<Row>>(path, { ...asked, limit: 100, cursor })
    rows.push(...page.items)
    cursor = page.next_cursor ?? null
    seen(rows.length)
  } while (cursor && rows.length < EXPORT_ROWS_MAX)
  save(new Blob([csv(rows, columns)], { type: 'text/csv;charset=utf-8' }), `${name}.csv`)
}
