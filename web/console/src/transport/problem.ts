/** What the server says when it refuses: application/problem+json, or what the network says when nothing answers. */

export interface FieldProblem {
  field: string
  code: string
  detail: string
}

export interface ProblemBody {
  title?: string
  status?: number
  code?: string
  detail?: string | null
  field?: string | null
  data?: Record<string, unknown>
  errors?: FieldProblem[]
  request_id?: string
}

export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly field: string | null
  readonly data: Record<string, unknown>
  readonly errors: FieldProblem[]
  readonly requestId: string

  constructor(status: number, body: ProblemBody, requestId: string) {
    super(body.title || body.detail || '')
    this.status = status
    this.code = body.code ?? 'unknown'
    this.field = body.field ?? null
    this.data = body.data ?? {}
    this.errors = body.errors ?? []
    this.requestId = body.request_id ?? requestId
  }

  /** The words for each field of a form: the last part of a path such as body.skus.0.price_fen is matched too. */
  get fields(): Record<string, string> {
    const words: Record<string, string> = {}
    for (const { field, detail } of this.errors) {
      const path = field.replace(/^(body|query|path)\./, '')
      words[path] = detail
    }
    if (this.field) words[this.field] = this.message
    return words
  }
}

/** Nothing answered: the network is down or the server is not there. */
export const OFFLINE = 0

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem(OFFLINE, { code: 'offline', title: error instanceof Error ? error.message : String(error) }, '')
}
