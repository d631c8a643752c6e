/** A column of a list: what it is called, how wide, what it says in plain text (for the cell and for the export). */
export interface Column<Row> {
  key: string
  label: string
  text: (row: Row) => string
  width?: number
  minWidth?: number
  align?: 'left' | 'right'
  /** The name by which the server sorts this column; absent when it cannot. */
  sort?: string
  /** Cannot be hidden: without it a row is not recognised. */
  always?: boolean
  /** Hidden until chosen. */
  spare?: boolean
}
