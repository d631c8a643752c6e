/**
 * How the console's shapes are read from the generated client: a change of the server that the pages do not follow
 * stops `npm run check`. Ids are prefixed words, money is whole fen, instants are ISO-8601 in UTC.
 */
import type { paths } from '@client/api'

/** A call as the pages write it: what follows `/api/console`. */
type Calls = { [P in keyof paths as P extends `/api/console${infer Rest}` ? Rest : never]: paths[P] }

/** What a call answers when it is well. */
export type Answer<P extends keyof Calls, M extends keyof Calls[P] = 'get' & keyof Calls[P]> = Calls[P][M] extends { responses: infer R }
  ? R extends { 200: { content: { 'application/json': infer T } } } | { 201: { content: { 'application/json': infer T } } } | { 202: { content: { 'application/json': infer T } } }
    ? T
    : never
  : never

/** What a call sends. */
export type Given<P extends keyof Calls, M extends keyof Calls[P]> = Calls[P][M] extends { requestBody: { content: { 'application/json': infer T } } } ? T : never

/** One of the rows a call answers. */
export type Row<P extends keyof Calls> = Answer<P> extends { items: (infer T)[] } ? T : never

/** The same shape with some members told more closely; each must fit what the server says. */
export type Narrow<T, N extends { [K in keyof N]: K extends keyof T ? T[K] : never }> = Omit<T, keyof N> & N

/** What every list answers; the ones with tabs count them too. */
export interface Page<T> {
  items: T[]
  next_cursor?: string | null
  total?: number | null
  counts?: Record<string, number>
}
