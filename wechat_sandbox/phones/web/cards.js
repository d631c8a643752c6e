/** Cards as people see them in chats and Moments: a mini program is drawn 5 : 4, a link with a small picture. */

import { glyph, h, picture } from './element.js'
import { t } from './words.js'

export function card(given, open) {
  return given.kind === 'mini' ? miniCard(given, open) : linkCard(given, open)
}

function miniCard(given, open) {
  return h('button.card.of-mini', { onclick: open, 'data-card': given.url },
    h('span.source', {}, glyph('mini', 14), given.source),
    h('span.title', {}, given.title),
    picture(given.image_url, 'wide'),
    h('span.kind', {}, glyph('mini', 12), t('mini')),
  )
}

function linkCard(given, open) {
  return h('button.card.of-link', { onclick: open, 'data-card': given.url },
    h('span.title', {}, given.title),
    h('span.about', {}, h('span.line', {}, given.description), picture(given.image_url, 'small')),
    given.source ? h('span.kind', {}, given.source) : null,
  )
}

/** One line for a list of chats. */
export function inShort(message) {
  if (!message) return ''
  if (!message.card) return message.text
  return t(message.card.kind === 'mini' ? 'card_mini' : 'card_link', { title: message.card.title })
}
