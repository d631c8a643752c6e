/** Server-sent events as far as we send them: a line `data: …` each, comments between them. Pure. */

/** The data of the lines that are whole, and what has come of the next one. */
export function takeEvents(text: string): { events: string[]; rest: string } {
  const lines = text.split(/\r?\n/)
  const rest = lines.pop() ?? ''
  const events = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trim())
  return { events, rest }
}
