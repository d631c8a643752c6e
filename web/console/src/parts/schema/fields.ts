/**
 * A play's settings as fields that a form can draw: exactly what Pydantic writes for a model of numbers, switches,
 * choices, words and one level of rows. What a schema says beyond that is refused loudly, so that no setting of a
 * play goes missing from its form. Pure.
 */
import type { JsonSchema, Values } from '@/transport/types'

export type FieldKind = 'money' | 'percent' | 'number' | 'yes' | 'choice' | 'text' | 'pick' | 'rows'

/** What is chosen from what the shop has; its value is a prefixed word. */
export const PICKS = ['category', 'giving_campaign', 'picture'] as const
export type Pick = (typeof PICKS)[number]

export interface Said {
  zh: string
  en: string
}

export interface Choice extends Said {
  value: string | number
}

export interface Field {
  key: string
  kind: FieldKind
  label: Said
  help: Said
  unit: string
  /** What a `pick` chooses from. */
  pick: Pick | null
  min: number | null
  max: number | null
  /** May stay empty: null is sent. */
  optional: boolean
  /** What the schema gives when nothing was said; undefined when it has to be said. */
  fallback: unknown
  choices: Choice[]
  rows: Field[]
}

/** The fields of an object schema, in the order in which the model declares them. */
export function fieldsOf(schema: JsonSchema, root: JsonSchema = schema): Field[] {
  return Object.entries(schema.properties ?? {}).map(([key, given]) => fieldOf(key, given, root))
}

function fieldOf(key: string, given: JsonSchema, root: JsonSchema): Field {
  const options = given.anyOf ?? given.oneOf ?? []
  const real = options.filter((one) => one.type !== 'null')
  if (real.length > 1) throw new Error(`the form cannot draw ${key}: it may be of several types`)
  const inner = resolved(real[0] ?? given.allOf?.[0] ?? given, root)
  const both: JsonSchema = { ...inner, ...withoutShape(given) }
  const kind = kindOf(key, both)
  return {
    key,
    kind,
    label: { zh: both['x-zh'] ?? both.title ?? key, en: both['x-en'] ?? both.title ?? key },
    help: { zh: both['x-help-zh'] ?? given.description ?? '', en: both['x-help-en'] ?? '' },
    unit: both['x-unit'] ?? '',
    pick: kind === 'pick' ? (both['x-widget'] as Pick) : null,
    min: kind === 'rows' ? (both.minItems ?? null) : kind === 'text' ? (both.minLength ?? null) : least(both),
    max: kind === 'rows' ? (both.maxItems ?? null) : kind === 'text' ? (both.maxLength ?? null) : most(both),
    optional: real.length < options.length,
    fallback: given.default,
    choices: (both.enum ?? []).map((value) => choice(value as string | number, both)),
    rows: kind === 'rows' ? fieldsOf(resolved(both.items ?? {}, root), root) : [],
  }
}

/** What stands beside a reference or a choice of types: words and hints, never the shape. */
function withoutShape({ anyOf: _any, oneOf: _one, allOf: _all, $ref: _ref, ...rest }: JsonSchema): JsonSchema {
  return rest
}

function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  if (!schema.$ref) return schema
  const found = root.$defs?.[schema.$ref.replace('#/$defs/', '')]
  if (!found) throw new Error(`the schema names ${schema.$ref} and does not hold it`)
  return { ...found, ...withoutShape(schema) }
}

function kindOf(key: string, schema: JsonSchema): FieldKind {
  if (schema.enum) return 'choice'
  if (schema.type === 'boolean') return 'yes'
  if (schema.type === 'integer') return schema['x-unit'] === 'fen' ? 'money' : schema['x-unit'] === 'bp' ? 'percent' : 'number'
  if (schema.type === 'string' && schema['x-widget']) {
    if (!(PICKS as readonly string[]).includes(schema['x-widget'])) throw new Error(`the form cannot draw ${key}: it has no ${schema['x-widget']}`)
    return 'pick'
  }
  if (schema.type === 'string') return 'text'
  if (schema.type === 'array' && schema.items) return 'rows'
  throw new Error(`the form cannot draw ${key}: ${schema.type ?? 'no type'}`)
}

function least(schema: JsonSchema): number | null {
  return schema.minimum ?? (schema.exclusiveMinimum === undefined ? null : schema.exclusiveMinimum + 1)
}

function most(schema: JsonSchema): number | null {
  return schema.maximum ?? (schema.exclusiveMaximum === undefined ? null : schema.exclusiveMaximum - 1)
}

function choice(value: string | number, schema: JsonSchema): Choice {
  const said = schema['x-choices']?.[String(value)]
  return { value, zh: said?.zh ?? String(value), en: said?.en ?? String(value) }
}

/** What a new form starts with: the model's own defaults, else nothing. */
export function blank(fields: Field[]): Values {
  return Object.fromEntries(fields.map((field) => [field.key, start(field)]))
}

function start(field: Field): unknown {
  if (field.fallback !== undefined) return structuredClone(field.fallback)
  if (field.kind === 'yes') return false
  if (field.kind === 'rows' && !field.optional) return []
  if (field.kind === 'text' && !field.optional) return ''
  return null
}

/** Paths of what still has to be said, such as `hours` or `ladder.0.price_fen`. */
export function missing(fields: Field[], values: Values): string[] {
  return fields.flatMap((field) => {
    const value = values[field.key]
    if (value === null || value === undefined || value === '') return field.optional || (value === '' && !field.min) ? [] : [field.key]
    if (field.kind !== 'rows') return []
    const rows = value as Values[]
    const few = field.min !== null && rows.length < field.min && !(field.optional && !rows.length) ? [field.key] : []
    return [...few, ...rows.flatMap((row, at) => missing(field.rows, row).map((path) => `${field.key}.${at}.${path}`))]
  })
}

/** Hundredths of a percent of a typed percentage; null when it is not one with at most two decimals. */
export function parsePercent(text: string): number | null {
  const found = /^(\d{1,5})(?:\.(\d{1,2}))?\s*%?$/.exec(text.trim())
  return found ? Number(found[1]) * 100 + Number((found[2] ?? '').padEnd(2, '0')) : null
}

/** 1250 as "12.5", for the field and for a sentence. */
export function percentText(bp: number | null | undefined): string {
  if (bp === null || bp === undefined) return ''
  const part = String(Math.abs(bp) % 100).padStart(2, '0').replace(/0+$/, '')
  return `${bp < 0 ? '-' : ''}${Math.trunc(Math.abs(bp) / 100)}${part ? `.${part}` : ''}`
}
