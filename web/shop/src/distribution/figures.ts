/** A number over its word. */
export interface Figure {
  label: string
  text?: string
  /** Money in fen, in place of the text. */
  fen?: number
  note?: string
  tone?: 'good' | 'watch' | 'bad'
}
