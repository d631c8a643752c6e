/** Yuan in and out of fields; how money is shown and cut into fen is the kit's. */
import { parseYuan as parsePositive, yuanParts } from '../../../kit/money'

export { formatYuan as yuan, yuanParts } from '../../../kit/money'

/** As typed into a field: no separators, and no decimals when there are no fen. */
export function yuanText(fen: number | null | undefined): string {
  if (fen === null || fen === undefined) return ''
  const { sign, yuan, fen: cents } = yuanParts(fen)
  return `${sign}${yuan.replaceAll(',', '')}${cents === '00' ? '' : `.${cents}`}`
}

/** Fen of a typed amount such as 12, 12.3, ¥1,200.05; null when it is not exactly an amount. */
export function parseYuan(text: string, allowNegative = false): number | null {
  const plain = text.trim().replace(/[,\s]/g, '').replace(/^[−—]/, '-')
  if (!plain.startsWith('-')) return parsePositive(plain)
  const fen = allowNegative ? parsePositive(plain.slice(1)) : null
  return fen === null ? null : -fen
}
