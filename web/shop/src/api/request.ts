/**
 * The one way to the server. A call either answers its body or throws a Refusal. Writes carry the key of the user's
 * act, so that sending the act again after a cut line can never do it twice.
 */

import { learnTime } from '@/here/clock'
import { language } from '@/here/display'
import { address, channel } from '@/here/place'
import { forgetToken, token } from '@/here/token'
import { visitor } from '@/here/visitor'
import { t } from '@/words'
import { takeEvents } from './events'
import { type Problem, Refusal } from './refusal'

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
export type Query = Record<string, string | number | boolean | null | undefined>

interface Call {
  query?: Query
  body?: object
  /** UUID of the user's act; every method but GET has one. */
  key?: string
}

const SLOW_AFTER_MS = 20_000
const UPLOAD_SLOW_AFTER_MS = 60_000

export function get<T>(path: string, query?: Query): Promise<T> {
  return send<T>('GET', path, { query })
}

export function post<T>(path: string, key: string, body: object = {}): Promise<T> {
  return send<T>('POST', path, { key, body })
}

export function put<T>(path: string, key: string, body: object = {}): Promise<T> {
  return send<T>('PUT', path, { key, body })
}

export function remove<T>(path: string, key: string): Promise<T> {
  return send<T>('DELETE', path, { key })
}

/** Sends a file of the device as the form's `file`, with the body's other fields beside it. */
export function upload<T>(path: string, key: string, file_path: string): Promise<T> {
  const { origin, slug } = address()
  return new Promise<T>((resolve, reject) => {
    uni.uploadFile({
      url: `${origin}/api/shop${path}`,
      filePath: file_path,
      name: 'file',
      header: headers(slug, { key }),
      timeout: UPLOAD_SLOW_AFTER_MS,
      success: ({ statusCode, data }) => {
        const body = parsed(data)
        if (statusCode >= 200 && statusCode < 300 && body) {
          resolve(body as T)
          return
        }
        if (statusCode === 401) forgetToken()
        reject(new Refusal(problemIn(statusCode, data)))
      },
      fail: ({ errMsg }) => reject(unreachable(errMsg)),
    })
  })
}

/** Fetches a file that is for whoever asks alone; where it lies on the device. */
export function download(path: string): Promise<string> {
  const { origin, slug } = address()
  return new Promise<string>((resolve, reject) => {
    uni.downloadFile({
      url: `${origin}/api/shop${path}`,
      header: headers(slug, {}),
      timeout: UPLOAD_SLOW_AFTER_MS,
      success: ({ statusCode, tempFilePath }) => {
        if (statusCode >= 200 && statusCode < 300) {
          resolve(tempFilePath)
          return
        }
        if (statusCode === 401) forgetToken()
        reject(new Refusal(problemIn(statusCode, null)))
      },
      fail: ({ errMsg }) => reject(unreachable(errMsg)),
    })
  })
}

// #ifdef H5
/** Hears what the server tells of an address until it ends, or throws a Refusal; a mini program cannot, it asks again. */
export async function listen<T>(path: string, told: (event: T) => void, signal: AbortSignal): Promise<void> {
  const { origin, slug } = address()
  const answer = await fetch(`${origin}/api/shop${path}`, {
    headers: { ...headers(slug, {}), Accept: 'text/event-stream' },
    cache: 'no-store',
    signal,
  }).catch((problem: Error) => Promise.reject(unreachable(problem.message)))
  if (!answer.ok || !answer.body) throw new Refusal(problemIn(answer.status, await answer.text()))
  const reader = answer.body.getReader()
  const text = new TextDecoder()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const taken = takeEvents(rest + text.decode(value, { stream: true }))
    rest = taken.rest
    for (const event of taken.events) told(JSON.parse(event) as T)
  }
}
// #endif

/** A UUID (version 4) for one act of the user. Not a secret: it only tells two acts apart. */
export function newKey(): string {
  return 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'.replace(/[xy]/g, (place) => {
    const digit = Math.floor(Math.random() * 16)
    return (place === 'x' ? digit : (digit & 0x3) | 0x8).toString(16)
  })
}

function send<T>(method: Method, path: string, call: Call): Promise<T> {
  const { origin, slug } = address()
  return new Promise<T>((resolve, reject) => {
    uni.request({
      url: `${origin}/api/shop${path}${queryText(call.query)}`,
      method,
      data: call.body ? JSON.stringify(call.body) : undefined,
      header: headers(slug, call),
      timeout: SLOW_AFTER_MS,
      success: ({ statusCode, data }) => {
        if (statusCode >= 200 && statusCode < 300) {
          learnTime((data as { server_time?: string } | null)?.server_time)
          resolve(data as T)
          return
        }
        if (statusCode === 401) forgetToken()
        reject(new Refusal(problemIn(statusCode, data)))
      },
      fail: ({ errMsg }) => reject(unreachable(errMsg)),
    })
  })
}

function headers(slug: string, call: Call): Record<string, string> {
  const known: Record<string, string> = {
    'Lianyi-Shop': slug,
    'Lianyi-Channel': channel(),
    'Lianyi-Visitor': visitor(),
    'Accept-Language': language.value,
  }
  if (call.body) known['Content-Type'] = 'application/json'
  if (call.key) known['Idempotency-Key'] = call.key
  if (token()) known['Authorization'] = `Bearer ${token()}`
  return known
}

function queryText(query: Query | undefined): string {
  const pairs = Object.entries(query ?? {})
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
  return pairs.length ? `?${pairs.join('&')}` : ''
}

/** Some hosts leave application/problem+json as text. */
function problemIn(status: number, data: unknown): Problem {
  const body = typeof data === 'string' ? parsed(data) : data
  if (body && typeof body === 'object' && 'code' in body) {
    const problem = body as Problem
    return { ...problem, status, title: problem.errors?.[0]?.detail || problem.title }
  }
  return { status, code: `http_${status}`, title: t('failed.server') }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function unreachable(message: string): Refusal {
  const slow = /timeout/i.test(message)
  return new Refusal({
    status: 0,
    code: slow ? 'slow' : 'offline',
    title: t(slow ? 'failed.slow' : 'failed.offline'),
  })
}
