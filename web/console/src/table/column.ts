/** A column of a list: what it is called, how wide, what it says in plain text (for the cell and for the export). */
export interface Column<Row> {
  key: string
  label: string
  text: (row: Row) => string
  width?: number
  minWidth?: number
  align?: 'left' | 'right'
  /** Cannot be hidden: without it a row is not recognised. */
  always?: boolean
  /** Hidden until chosen. */
  spare?: boolean
}
