/** What the server (or the way to it) refused, ready to be shown: never a bare code, never a stack. */

export interface FieldError {
  field: string
  code: string
  detail: string
}

export interface Problem {
  status: number
  /** Stable snake_case, for example "price_changed"; "offline" and "slow" are ours. */
  code: string
  /** One sentence in the reader's language. */
  title: string
  detail?: string | null
  field?: string | null
  data?: Record<string, unknown> | null
  errors?: FieldError[] | null
  request_id?: string | null
}

export class Refusal extends Error {
  readonly status: number
  readonly code: string
  readonly field: string | null
  readonly data: Record<string, unknown>
  readonly errors: FieldError[]
  /** To quote to the shop, so that it can find the request. */
  readonly reference: string

  constructor(problem: Problem) {
    super(problem.title)
    this.name = 'Refusal'
    this.status = problem.status
    this.code = problem.code
    this.field = problem.field ?? null
    this.data = problem.data ?? {}
    this.errors = problem.errors ?? []
    this.reference = problem.request_id ?? problem.code
  }

  /** The way was cut: the same act may be sent again under its key. */
  get unanswered(): boolean {
    return this.status === 0 || this.status >= 500
  }
}

export function asRefusal(caught: unknown): Refusal {
  if (caught instanceof Refusal) return caught
  return new Refusal({
    status: 0,
    code: 'unexpected',
    title: caught instanceof Error ? caught.message : String(caught),
  })
}
