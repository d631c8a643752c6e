/** One step of a story. */
export interface Step {
  title: string
  text?: string
  /** When, as people read it. */
  at?: string
  state: 'done' | 'now' | 'next' | 'bad'
}
