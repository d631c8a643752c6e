/** What is asked for, while it is put together: pure. Fen are exact; the server decides again. */

import type { Case, KindOffer, LineOffer, Options } from './api'

export type Kind = KindOffer['kind']
export type Reason = KindOffer['reasons'][number]

/** Pieces wanted of each line, by its id. */
export type Pieces = Record<string, number>

/** A line that is wanted, with what its pieces are worth. */
export interface Chosen {
  line: LineOffer
  quantity: number
  most_fen: number
}

const KINDS: readonly Kind[] = ['refund_only', 'return_refund', 'exchange']

/** Reasons that belong to one kind alone. */
const ONLY: Partial<Record<Reason, Kind>> = {
  no_reason: 'return_refund',
  not_received: 'refund_only',
  missing: 'refund_only',
}

/** What pieces of a line are worth: in proportion and rounded down; all of them take all that is left. */
export function worth_fen(line: Pick<LineOffer, 'quantity_max' | 'amount_max_fen'>, pieces: number): number {
  if (pieces <= 0 || line.quantity_max <= 0) return 0
  if (pieces >= line.quantity_max) return line.amount_max_fen
  return Math.floor((line.amount_max_fen * pieces) / line.quantity_max)
}

/** The lines that are wanted, with what each is worth at most. */
export function chosenOf(lines: readonly LineOffer[], pieces: Pieces): Chosen[] {
  return lines
    .map((line) => ({ line, quantity: pieces[line.line_id] ?? 0 }))
    .filter(({ quantity }) => quantity > 0)
    .map((one) => ({ ...one, most_fen: worth_fen(one.line, one.quantity) }))
}

/** Shares a total over maxima, in proportion, to the fen and never above one; null where it is all of it. */
export function shared(total_fen: number, most_fen: readonly number[]): (number | null)[] {
  const all_fen = most_fen.reduce((sum, one) => sum + one, 0)
  if (total_fen >= all_fen) return most_fen.map(() => null)
  const parts = most_fen.map((one) => Math.floor((total_fen * one) / all_fen))
  let rest_fen = total_fen - parts.reduce((sum, one) => sum + one, 0)
  return parts.map((part, at) => {
    const more_fen = Math.min(rest_fen, (most_fen[at] ?? 0) - part)
    rest_fen -= more_fen
    return part + more_fen
  })
}

/** The offer of a kind that a line has. */
export const offerOf = (line: LineOffer, kind: Kind): KindOffer | undefined => line.kinds.find((one) => one.kind === kind)

/** Whether a line can be asked for in that kind at all. */
export const isOpen = (line: LineOffer, kind: Kind): boolean => (offerOf(line, kind)?.reasons.length ?? 0) > 0

/** Reasons that every chosen line allows. */
export function reasonsFor(lines: readonly LineOffer[], kind: Kind): Reason[] {
  const [first, ...others] = lines.map((line) => offerOf(line, kind)?.reasons ?? [])
  return (first ?? []).filter((reason) => others.every((more) => more.includes(reason)))
}

/** Kinds in the order they are offered, with why none of the lines may have one. */
export function kindsOf(options: Options): { kind: Kind; open: boolean; why: string }[] {
  return KINDS.map((kind) => {
    const offers = options.lines.flatMap((line) => offerOf(line, kind) ?? [])
    const open = offers.some((one) => one.reasons.length > 0)
    return { kind, open, why: open ? '' : (offers.find((one) => one.why_not_text)?.why_not_text ?? '') }
  })
}

/** What a refused case may ask for again: its own lines in its own kind, held by nobody but itself. */
export function again(options: Options, before: Case): Options {
  const own = new Set(before.lines.map((line) => line.line_id))
  const reasons = options.reasons
    .map(({ reason }) => reason)
    .filter((reason) => !ONLY[reason] || ONLY[reason] === before.kind)
    .filter((reason) => reason !== 'no_reason' || before.reason === 'no_reason')
  const kinds = [{ kind: before.kind, text: before.kind_text, reasons, why_not: null, why_not_text: null }]
  const lines = options.lines
    .filter((line) => own.has(line.line_id))
    .map((line) => ({ ...line, kinds, why_not: null, why_not_text: null }))
  return { ...options, lines }
}
