import { expect, test } from 'vitest'

import type { JsonSchema } from '@/transport/types'

import { blank, fieldsOf, missing, parsePercent, percentText } from './fields'

/** As Pydantic writes a model with every feature that a play may use. */
const SCHEMA: JsonSchema = {
  type: 'object',
  properties: {
    hours: { type: 'integer', minimum: 1, maximum: 72, default: 24, title: 'Hours', 'x-zh': 'Z', 'x-en': 'Hours to fill', 'x-unit': 'hours' },
    price_fen: { type: 'integer', exclusiveMinimum: 0, 'x-unit': 'fen' },
    from_bp: { type: 'integer', minimum: 5000, maximum: 9999, default: 6000, 'x-unit': 'bp' },
    leader_fen: { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }], default: null, 'x-unit': 'fen', title: 'Leader' },
    completion: { allOf: [{ $ref: '#/$defs/Completion' }], default: 'strict', 'x-choices': { strict: { zh: 'A', en: 'Refund' } } },
    open: { type: 'boolean', default: true },
    note: { type: 'string', maxLength: 40 },
    ladder: { anyOf: [{ type: 'array', maxItems: 5, items: { $ref: '#/$defs/Tier' } }, { type: 'null' }], default: null },
  },
  $defs: {
    Completion: { enum: ['strict', 'merge'], type: 'string' },
    Tier: { type: 'object', properties: { people: { type: 'integer', minimum: 2 }, price_fen: { type: 'integer', 'x-unit': 'fen' } } },
  },
}
const FIELDS = fieldsOf(SCHEMA)
const of = (key: string) => FIELDS.find((field) => field.key === key)!

test('every kind is told from type and unit, in the order of the model', () => {
  expect(FIELDS.map((field) => [field.key, field.kind])).toEqual([
    ['hours', 'number'], ['price_fen', 'money'], ['from_bp', 'percent'], ['leader_fen', 'money'], ['completion', 'choice'], ['open', 'yes'], ['note', 'text'], ['ladder', 'rows'],
  ])
})

test('bounds, words and null come through unions and references', () => {
  expect(of('hours')).toMatchObject({ label: { zh: 'Z', en: 'Hours to fill' }, min: 1, max: 72, optional: false })
  expect(of('price_fen')).toMatchObject({ min: 1, max: null, label: { zh: 'price_fen', en: 'price_fen' } })
  expect(of('leader_fen')).toMatchObject({ min: 1, optional: true, label: { zh: 'Leader', en: 'Leader' } })
  expect(of('completion').choices).toEqual([{ value: 'strict', zh: 'A', en: 'Refund' }, { value: 'merge', zh: 'merge', en: 'merge' }])
  expect(of('ladder').rows.map((field) => [field.key, field.kind, field.min])).toEqual([['people', 'number', 2], ['price_fen', 'money', null]])
  expect([of('ladder').max, of('ladder').optional]).toEqual([5, true])
})

test('a new form starts with the model’s defaults and nothing else', () => {
  expect(blank(FIELDS)).toEqual({ hours: 24, price_fen: null, from_bp: 6000, leader_fen: null, completion: 'strict', open: true, note: '', ladder: null })
})

test('what has to be said is named by its path, what may stay empty is not', () => {
  const values = blank(FIELDS)
  expect(missing(FIELDS, values)).toEqual(['price_fen'])
  expect(missing(FIELDS, { ...values, price_fen: 100, ladder: [{ people: 5, price_fen: null }, { people: null, price_fen: 90 }] })).toEqual(['ladder.0.price_fen', 'ladder.1.people'])
  expect(missing(FIELDS, { ...values, price_fen: 100, hours: null })).toEqual(['hours'])
})

test('a word of something that the shop has is chosen, and what cannot be chosen is refused by name', () => {
  const [pays] = fieldsOf({ properties: { pays_in: { type: 'string', minLength: 1, 'x-widget': 'giving_campaign' } } })
  expect([pays!.kind, pays!.pick]).toEqual(['pick', 'giving_campaign'])
  expect(missing([pays!], blank([pays!]))).toEqual(['pays_in'])
  const [banner] = fieldsOf({ properties: { banner: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null, 'x-widget': 'picture' } } })
  expect(banner).toMatchObject({ kind: 'pick', pick: 'picture', optional: true })
  expect(() => fieldsOf({ properties: { map: { type: 'string', 'x-widget': 'map' } } })).toThrow('cannot draw map')
})

test('what the form cannot draw is refused by name instead of left out', () => {
  expect(() => fieldsOf({ properties: { rate: { type: 'number' } } })).toThrow('cannot draw rate')
  expect(() => fieldsOf({ properties: { either: { anyOf: [{ type: 'integer' }, { type: 'string' }] } } })).toThrow('cannot draw either')
  expect(() => fieldsOf({ properties: { gone: { $ref: '#/$defs/Gone' } } })).toThrow('#/$defs/Gone')
})

test('a percentage is whole hundredths of a percent, both ways', () => {
  expect(['60', '60%', '12.5', '0.05', '100.00'].map(parsePercent)).toEqual([6000, 6000, 1250, 5, 10000])
  expect(['', '-1', '1.234', 'x', '1e3'].map(parsePercent)).toEqual([null, null, null, null, null])
  expect([6000, 1250, 5, 7308, null].map(percentText)).toEqual(['60', '12.5', '0.05', '73.08', ''])
  for (let bp = 0; bp <= 10_000; bp += 7) expect(parsePercent(percentText(bp))).toBe(bp)
})
