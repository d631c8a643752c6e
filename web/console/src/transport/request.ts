/**
 * The one way to the server: cookie session, `Lianyi-Console: 1` against forged requests, an idempotency key for each
 * act, and problem+json turned into `Problem`.
 */
import { OFFLINE, Problem, type ProblemBody } from './problem'

/** Thirty-two hex digits of chance. randomUUID is missing on plain http beyond localhost, where a shop may be tried out. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

const ROOT = '/api/console'

export type Query = Record<string, string | number | boolean | null | undefined>

/** Acts whose answer never came. The same act sent again carries the same key, so it can happen only once. */
const unanswered = new Map<string, string>()

let language = 'zh-CN'
let whenSignedOut: () => void = () => undefined
let askForCode: (wrong: string) => Promise<string | null> = () => Promise.resolve(null)

/** Not done: it waits for a second person under this number. Thrown, so that nobody takes it for the answer. */
export class Waits extends Error {
  constructor(readonly approval: string) {
    super('waits')
  }
}

/** The person was asked for a code and would rather not. */
export class LeftAlone extends Error {}

export function speak(next: string): void {
  language = next
}

/** Called at each 401 outside of signing in: go to the sign-in page and come back. */
export function onSignedOut(handler: () => void): void {
  whenSignedOut = handler
}

/** Called when an act needs a code of this moment; `wrong` says why the last one was not taken. Null gives up. */
export function onCodeNeeded(handler: (wrong: string) => Promise<string | null>): void {
  askForCode = handler
}

export function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(name, String(value))
  }
  const text = search.toString()
  return ROOT + path + (text ? `?${text}` : '')
}

async function refusal(answer: Response): Promise<Problem> {
  const id = answer.headers.get('X-Request-Id') ?? ''
  let body: ProblemBody = {}
  try {
    body = (await answer.json()) as ProblemBody
  } catch {
    body = { title: `HTTP ${answer.status}`, code: 'unreadable_answer' }
  }
  return new Problem(answer.status, body, id)
}

async function call(method: string, url: string, init: RequestInit): Promise<Response> {
  let answer: Response
  try {
    answer = await fetch(url, {
      ...init,
      method,
      credentials: 'same-origin',
      headers: { 'Lianyi-Console': '1', 'Accept-Language': language, ...init.headers },
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Problem(OFFLINE, { code: 'offline', title: '' }, '')
  }
  if (answer.ok) return answer
  const problem = await refusal(answer)
  if (problem.status === 401 && problem.code === 'signed_out') whenSignedOut()
  throw problem
}

async function content<T>(answer: Response): Promise<T> {
  if (answer.status === 204) return undefined as T
  const text = await answer.text()
  return (text ? JSON.parse(text) : undefined) as T
}

export async function get<T>(path: string, query: Query = {}, signal?: AbortSignal): Promise<T> {
  return content<T>(await call('GET', address(path, query), { signal }))
}

export async function getText(path: string): Promise<string> {
  return (await call('GET', address(path), {})).text()
}

function fingerprint(method: string, path: string, body: unknown): string {
  if (!(body instanceof FormData)) return `${method} ${path} ${JSON.stringify(body ?? null)}`
  const parts = [...body.entries()].map(([name, value]) =>
    value instanceof File ? `${name}:${value.name}:${value.size}:${value.lastModified}` : `${name}:${value}`,
  )
  return `${method} ${path} ${parts.join('|')}`
}

/** An act that one person does alone needs a code of this moment: it is asked for here, so that no form has to know. */
async function act<T>(method: string, path: string, body?: unknown, given?: string): Promise<T> {
  let code = given
  for (;;) {
    try {
      return await send<T>(method, path, body, code)
    } catch (error) {
      const asks = error instanceof Problem && (error.code === 'fresh_code_needed' || (code !== undefined && error.code === 'totp_wrong'))
      if (!asks || given !== undefined) throw error
      const typed = await askForCode(code === undefined ? '' : error.message)
      if (typed === null) throw new LeftAlone()
      code = typed
    }
  }
}

async function send<T>(method: string, path: string, body?: unknown, code?: string): Promise<T> {
  const print = fingerprint(method, path, body)
  const key = unanswered.get(print) ?? newKey()
  unanswered.set(print, key)
  const upload = body instanceof FormData
  const headers: Record<string, string> = { 'Idempotency-Key': key }
  if (body !== undefined && !upload) headers['Content-Type'] = 'application/json'
  if (code) headers['Lianyi-Code'] = code
  try {
    const answer = await call(method, address(path), {
      headers,
      body: upload ? body : body === undefined ? undefined : JSON.stringify(body),
    })
    unanswered.delete(print)
    const told = await content<T>(answer)
    if (answer.status === 202 && told && typeof told === 'object' && 'approval_id' in told) throw new Waits(String(told.approval_id))
    return told
  } catch (error) {
    if (error instanceof Problem && error.status >= 400 && error.status < 500) unanswered.delete(print)
    throw error
  }
}

/** `code`: one of this moment from the page's own field; left out, the person is asked when the server asks. */
export const post = <T>(path: string, body?: unknown, code?: string): Promise<T> => act<T>('POST', path, body, code)
export const put = <T>(path: string, body?: unknown): Promise<T> => act<T>('PUT', path, body)
export const remove = <T = void>(path: string): Promise<T> => act<T>('DELETE', path)

export function upload<T>(path: string, file: File, fields: Record<string, string> = {}): Promise<T> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  form.set('file', file)
  return post<T>(path, form)
}

/** Save a file the server makes, named as the server names it. */
export async function download(path: string, query: Query, fallback: string): Promise<void> {
  const answer = await call('GET', address(path, query), {})
  const named = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1]
  save(await answer.blob(), named ? decodeURIComponent(named) : fallback)
}

/** Save a file that is made by an act: of what is true now, or of a file that is sent along. */
export async function downloadMade(path: string, name: string, file?: File): Promise<void> {
  const form = new FormData()
  if (file) form.set('file', file)
  const answer = await call('POST', address(path), { headers: { 'Idempotency-Key': newKey() }, body: file ? form : undefined })
  save(await answer.blob(), name)
}

export function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
