import { expect, test } from 'vitest'

import { fieldsOf } from '@/parts/schema/fields'
import type { Campaign, CampaignPreview, MarginRow, PlayCard, Product } from '@/transport/types'

import { checks, publishable } from './checks'
import { askable, blankDraft, bodyOf, filled, gaps, shelved, skusOf, type Draft } from './form'
import { locksOf } from './locks'
import { limiting } from './margin'

const NOW = Date.UTC(2026, 10, 22, 1, 30)
const FIELDS = fieldsOf({ properties: { hours: { type: 'integer', default: 24 } } })
const SKU_FIELDS = fieldsOf({ properties: { people: { type: 'integer', default: 3 }, price_fen: { type: 'integer', 'x-unit': 'fen' } } })
const PLAY = { code: 'any_play', verdict: { channels: ['mini', 'h5'] } } as unknown as PlayCard

function product(id: string, skus: string[]): Product {
  return { id, title: `product ${id}`, pictures: [], skus: skus.map((sku) => ({ id: sku, active: sku !== 'off', option_values: [sku], price_fen: 1000, available: 5 })) } as unknown as Product
}

function whole(): Draft {
  const draft = blankDraft(PLAY, FIELDS, NOW)
  draft.title = ' Tea for three '
  draft.skus = filled(skusOf(product('p', ['s1', 's2']), SKU_FIELDS), { price_fen: 800 }, null)
  return draft
}

function row(sku_id: string, left_fen: number, floor_fen: number, cost_fen: number | null = 100): MarginRow {
  return { sku_id, title: sku_id, option_text: '', price_fen: 1000, claim_fen: 200, cost_fen, left_fen, floor_fen, ok: left_fen >= floor_fen, pieces: null, short_fen: Math.max(0, floor_fen - left_fen), loss_fen: 0 }
}

function preview(margin: MarginRow[], changes: Partial<CampaignPreview> = {}): CampaignPreview {
  return { rules_zh: [], rules_en: [], problems: [], share: null, margin, loss: null, verdicts: [{ channel: 'mini', allowed: true, reason: '' }, { channel: 'h5', allowed: true, reason: '' }], ...changes }
}

test('a blank campaign begins at the next full hour, lasts a week and runs wherever the play may', () => {
  const draft = blankDraft(PLAY, FIELDS, NOW)
  expect([draft.starts_at!.toISOString(), draft.ends_at!.toISOString()]).toEqual(['2026-11-22T02:00:00.000Z', '2026-11-29T02:00:00.000Z'])
  expect([draft.channels, draft.settings, draft.budget_fen]).toEqual([['mini', 'h5'], { hours: 24 }, null])
})

test('what is missing is named, and only a whole campaign is asked about', () => {
  const draft = blankDraft(PLAY, FIELDS, NOW)
  expect(gaps(draft, FIELDS, SKU_FIELDS)).toEqual(['title', 'skus'])
  expect(gaps(whole(), FIELDS, SKU_FIELDS)).toEqual([])
  expect(['some', 'none'].map((shelf) => gaps({ ...whole(), skus: [] }, FIELDS, SKU_FIELDS, shelf as 'some'))).toEqual([[], []])
  const halves = whole()
  halves.skus[1]!.settings.price_fen = null
  halves.ends_at = halves.starts_at
  expect(gaps(halves, FIELDS, SKU_FIELDS)).toEqual(['order', 'skuSettings'])
  expect([askable(['title']), askable(['order', 'channels']), askable([])]).toEqual([false, true, true])
})

test('only what the server knows of a variant goes back', () => {
  const body = bodyOf(whole())!
  expect(body.title).toBe('Tea for three')
  expect(body.skus[0]).toEqual({ sku_id: 's1', quota: null, settings: { people: 3, price_fen: 800 } })
  expect(bodyOf({ ...whole(), ends_at: null })).toBeNull()
})

test('an instant that nobody touched goes back as fine as it came', () => {
  const kept = { starts_at: '2026-11-22T02:00:00.123456Z', ends_at: '2026-11-29T02:00:00.654321Z' } as Campaign
  const draft = { ...whole(), starts_at: new Date(kept.starts_at), ends_at: new Date(Date.UTC(2026, 10, 30)) }
  expect([bodyOf(draft, kept)!.starts_at, bodyOf(draft, kept)!.ends_at]).toEqual(['2026-11-22T02:00:00.123456Z', '2026-11-30T00:00:00.000Z'])
})

test('a product brings its variants on sale; dropping it takes them away; what was typed stays', () => {
  const one = skusOf(product('p', ['s1', 'off']), SKU_FIELDS)
  expect(one.map((sku) => sku.sku_id)).toEqual(['s1'])
  const typed = filled(one, { price_fen: 700 }, 9)
  const both = shelved(typed, ['p', 'q'], skusOf(product('q', ['s2']), SKU_FIELDS))
  expect(both.map((sku) => [sku.sku_id, sku.quota, sku.settings.price_fen])).toEqual([['s1', 9, 700], ['s2', null, null]])
  expect(shelved(both, ['q'], []).map((sku) => sku.sku_id)).toEqual(['s2'])
})

test('filling all leaves alone what was not given', () => {
  const skus = filled(skusOf(product('p', ['s1', 's2']), SKU_FIELDS), { people: 5, price_fen: null }, null)
  expect(skus.map((sku) => sku.settings)).toEqual([{ people: 5, price_fen: null }, { people: 5, price_fen: null }])
})

test('the limiting variant has the least room above its own floor; an unknown cost limits nothing', () => {
  expect(limiting([row('wide', 500, 0), row('thin', 600, 590), row('unknown', 1, 0, null)])?.sku_id).toBe('thin')
  expect(limiting([row('unknown', 1, 0, null)])).toBeNull()
})

test('a check that fails keeps a campaign from being published; an unknown cost asks for a word', () => {
  const draft = { ...whole(), budget_fen: 100 }
  const of = (seen: CampaignPreview, now = NOW) => checks(draft, [], seen, now).filter((one) => one.verdict !== 'good').map((one) => [one.name, one.verdict])
  const fine = preview([row('s1', 300, 0)])
  expect(of(fine)).toEqual([])
  expect(of(preview([row('s1', -1, 0)]))).toEqual([['margin', 'bad']])
  expect(of(preview([row('s1', 300, 0)], { problems: [{ field: 'title', code: 'x', message: 'y' }] }))).toEqual([['rules', 'bad']])
  expect(of(preview([row('s1', 300, 0)], { verdicts: [{ channel: 'h5', allowed: false, reason: '' }] }))).toEqual([['channels', 'bad']])
  expect(of(fine, draft.ends_at!.getTime())).toEqual([['window', 'bad']])
  const unknown = preview([row('s1', 300, 0, null)])
  expect(of(unknown)).toEqual([['margin', 'warn']])
  expect([publishable(checks(draft, [], unknown, NOW), unknown, false), publishable(checks(draft, [], unknown, NOW), unknown, true)]).toEqual([false, true])
  expect(publishable(checks(draft, ['title'], fine, NOW), fine, true)).toBe(false)
  const losing = (budget_fen: number) => preview([{ ...row('s1', -1, 0), ok: true, pieces: 10, loss_fen: 10 }], { loss: { most_fen: 10, used_fen: 0, budget_fen } })
  expect([of(losing(9)), of(losing(10))]).toEqual([[['margin', 'bad']], [['margin', 'warn']]])
})

test('published, the rules are locked and what is better for buyers is not; over, all is', () => {
  expect(locksOf('draft', ['change', 'publish'])).toEqual({ rules: false, all: false })
  expect(locksOf('published', ['change', 'stop'])).toEqual({ rules: true, all: false })
  expect(locksOf('published', [])).toEqual({ rules: true, all: true })
  expect(locksOf('ended', [])).toEqual({ rules: true, all: true })
})
