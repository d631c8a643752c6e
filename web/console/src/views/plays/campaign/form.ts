/** A campaign while it is typed, as pure data: blank, from the server, back to it, and what is still missing. */
import { blank, missing as missingFields, type Field } from '@/parts/schema/fields'
import type { Audience, Campaign, CampaignBody, CampaignSku, Channel, PlayCard, Product, Values } from '@/transport/types'

export const SKUS_MAX = 200
const HOUR = 3_600_000
const DAY = 24 * HOUR

/** A variant on the shelf of the campaign; how many are left is known when it was just chosen. */
export type DraftSku = CampaignSku & { available?: number }

export interface Draft extends Omit<CampaignBody, 'starts_at' | 'ends_at' | 'skus'> {
  starts_at: Date | null
  ends_at: Date | null
  skus: DraftSku[]
}

/** A week from the next full hour, in every channel the play may run in. */
export function blankDraft(play: PlayCard, fields: Field[], now: number): Draft {
  const start = Math.ceil(now / HOUR) * HOUR
  return {
    play: play.code, title: '', starts_at: new Date(start), ends_at: new Date(start + 7 * DAY), audience: 'everyone' satisfies Audience,
    channels: [...play.verdict.channels], settings: blank(fields), skus: [], orders_per_person_max: null, pieces_per_person_max: null, budget_fen: null, bears_loss: false,
  }
}

/** A new campaign like an earlier one: the same rules and goods, its own time. */
export function copyOf(campaign: Campaign, fresh: Draft): Draft {
  const { starts_at, ends_at } = fresh
  return { ...draftOf(campaign), starts_at, ends_at, skus: draftOf(campaign).skus.map((sku) => ({ ...sku, taken: 0 })) }
}

export function draftOf(campaign: Campaign): Draft {
  const { play, title, audience, orders_per_person_max, pieces_per_person_max, budget_fen, bears_loss } = campaign
  return {
    play, title, audience, orders_per_person_max, pieces_per_person_max, budget_fen, bears_loss, channels: [...campaign.channels],
    starts_at: new Date(campaign.starts_at), ends_at: new Date(campaign.ends_at), settings: structuredClone(campaign.settings),
    skus: campaign.skus.map((sku) => ({ ...sku, settings: structuredClone(sku.settings) })),
  }
}

/** What the server is sent; null while an instant is missing. `kept`: as it was read. */
export function bodyOf(draft: Draft, kept: Campaign | null = null): CampaignBody | null {
  if (!draft.starts_at || !draft.ends_at) return null
  return {
    ...draft,
    title: draft.title.trim(),
    starts_at: instantOf(draft.starts_at, kept?.starts_at),
    ends_at: instantOf(draft.ends_at, kept?.ends_at),
    skus: draft.skus.map(({ sku_id, quota, settings }) => ({ sku_id, quota, settings })),
  }
}

/** The server counts finer than a millisecond: an instant nobody touched goes back as it came. */
function instantOf(typed: Date, kept?: string): string {
  return kept && new Date(kept).getTime() === typed.getTime() ? kept : typed.toISOString()
}

/** The variants of a product that are sold, each with the play's blank settings. */
export function skusOf(product: Product, fields: Field[]): DraftSku[] {
  return product.skus
    .filter((sku) => sku.active && sku.id)
    .map((sku) => ({
      sku_id: sku.id!, product_id: product.id, title: product.title, option_text: (sku.option_values ?? []).join(' '), picture_url: product.pictures[0]?.url_200 ?? null,
      price_fen: sku.price_fen, cost_fen: sku.cost_fen ?? null, on_sale: true, available: sku.available, taken: 0, quota: null, settings: blank(fields),
    }))
}

/** The same shelf in another order of products: new ones at the end, dropped ones gone, what was typed stays. */
export function shelved(skus: DraftSku[], productIds: string[], added: DraftSku[]): DraftSku[] {
  const kept = skus.filter((sku) => productIds.includes(sku.product_id))
  return [...kept, ...added.filter((sku) => !kept.some((one) => one.sku_id === sku.sku_id))].slice(0, SKUS_MAX)
}

export type Gap = 'title' | 'window' | 'order' | 'skus' | 'channels' | 'settings' | 'skuSettings'

/** What has to be said before the server can judge the campaign; `shelf`: whether its play names goods. */
export function gaps(draft: Draft, fields: Field[], skuFields: Field[], shelf: PlayCard['shelf'] = 'goods'): Gap[] {
  const found: Gap[] = []
  if (!draft.title.trim()) found.push('title')
  if (!draft.starts_at || !draft.ends_at) found.push('window')
  else if (draft.ends_at <= draft.starts_at) found.push('order')
  if (missingFields(fields, draft.settings).length) found.push('settings')
  if (!draft.skus.length && shelf === 'goods') found.push('skus')
  else if (draft.skus.some((sku) => missingFields(skuFields, sku.settings).length)) found.push('skuSettings')
  if (!draft.channels.length) found.push('channels')
  return found
}

/** Gaps that leave nothing to ask the server about; a missing name or price of one variant does, too. */
export function askable(found: Gap[]): boolean {
  return found.every((gap) => gap === 'channels' || gap === 'order')
}

/** Fill one setting of every variant that is shown. */
export function filled(skus: DraftSku[], settings: Values, quota: number | null): DraftSku[] {
  const given = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== null && value !== undefined))
  return skus.map((sku) => ({ ...sku, quota: quota ?? sku.quota, settings: { ...sku.settings, ...structuredClone(given) } }))
}

/** Order of channels in every list. */
export const CHANNELS: Channel[] = ['mini', 'wechat_h5', 'h5']
