/** The views of a phone: chats, one chat, service notifications, discover, Moments, scan, me. */

import { card, inShort } from './cards.js'
import { face, glyph, h } from './element.js'
import { scanView } from './scan.js'
import { newChat } from './sheets.js'
import { whenSaid, yuan } from './spell.js'
import { t } from './words.js'
import { act, fronts, nameOf, world } from './world.js'

const plainBar = (title) => () => h('div.bar', {}, h('span.title', {}, t(title)))
const backBar = (title, to) => (phone) => h('div.bar', {},
  h('button.icon', { onclick: () => phone.show(to), title: t('back'), 'aria-label': t('back') }, glyph('back')),
  h('span.title', {}, typeof title === 'function' ? title(phone) : t(title)))
const empty = (mark, key) => h('div.empty', {}, glyph(mark, 36), h('p', {}, t(key)))
const row = (mark, title, open, extra = null, data = null) =>
  h('button.row', { onclick: open, 'data-row': data }, mark, h('span.grow', {}, title), extra)

export const VIEWS = {
  chats: {
    bar: (phone) => h('div.bar', {}, h('span.title', {}, t('chats')),
      h('button.icon.right', { onclick: () => newChat(phone), title: t('new_chat'), 'aria-label': t('new_chat') }, glyph('plus'))),
    draw: chatsView,
  },
  chat: { bar: backBar((phone) => chatOf(phone)?.name ?? '', 'chats'), draw: chatView },
  notices: { bar: backBar('notices', 'chats'), draw: noticesView },
  discover: { bar: plainBar('discover'), draw: discoverView, also: () => [fronts(), world.now.moments.length] },
  moments: { bar: backBar('moments', 'discover'), draw: momentsView, also: () => world.now.moments },
  scan: { bar: backBar('scan', 'discover'), draw: scanView, also: () => world.now.codes },
  me: { bar: plainBar('me'), draw: meView },
  wallet: { bar: backBar('wallet', 'me'), draw: walletView },
}

const chatOf = (phone) => phone.data.chats.find((chat) => chat.id === phone.view.chat)
const badge = (count) => (count ? h('i.badge', {}, String(Math.min(count, 99))) : null)

export function tabs(phone) {
  const unread = phone.unread()
  const tab = (name, mark, count) => h('button.tab', {
    onclick: () => phone.show(name), 'aria-current': tabOf(phone.view.name) === name ? 'page' : null, 'data-tab': name,
  }, glyph(mark, 24), h('span', {}, t(name)), badge(count))
  const bar = h('nav.tabs', {}, tab('chats', 'chat', unread.chats + unread.notices), tab('discover', 'discover'), tab('me', 'me'))
  if (!phone.page) return bar
  return [h('button.returning', { onclick: () => phone.putPageAside() }, glyph('mini', 14),
    t('return_to', { title: phone.page.shownTitle() })), bar]
}

const tabOf = (view) => ({ moments: 'discover', scan: 'discover', wallet: 'me', me: 'me', discover: 'discover' })[view] ?? 'chats'

function chatsView(phone) {
  const { chats, notices } = phone.data
  const unread = phone.unread().notices
  const rows = chats.map((chat) => h('button.row.tall', { onclick: () => phone.openChat(chat.id), 'data-chat': chat.id },
    h('span.marked', {}, face(chat.people.filter((one) => one !== phone.person || chat.kind === 'group'), 46), badge(chat.unread)),
    h('span.grow', {}, h('span.name', {}, chat.name), h('span.line', {}, lastLine(phone, chat))),
    h('span.when', {}, chat.messages.length ? whenSaid(chat.messages.at(-1).at) : '')))
  const told = h('button.row.tall', { onclick: () => phone.show('notices'), 'data-chat': 'notices' },
    h('span.marked', {}, h('span.face.service', { style: 'width:46px;height:46px' }, glyph('bell', 24)), badge(unread)),
    h('span.grow', {}, h('span.name', {}, t('notices')), h('span.line', {}, notices[0] ? `${notices[0].app}：${notices[0].title}` : '')),
    h('span.when', {}, notices[0] ? whenSaid(notices[0].at) : ''))
  return [told, ...rows, chats.length ? null : h('p.hint.center', {}, t('chats_none'))].filter(Boolean)
}

function lastLine(phone, chat) {
  const last = chat.messages.at(-1)
  if (!last) return ''
  const by = chat.kind === 'group' && last.person !== phone.person ? `${nameOf(last.person)}：` : ''
  return by + inShort(last)
}

function chatView(phone) {
  const chat = chatOf(phone)
  if (!chat) return empty('chat', 'chat_empty')
  let before = 0
  const said = chat.messages.flatMap((message) => {
    const at = Date.parse(message.at)
    const far = at - before > 5 * 60_000
    before = at
    const mine = message.person === phone.person
    const bubble = h(`div.said${mine ? '.mine' : ''}`, {}, face([message.person], 38),
      h('div.says', {}, chat.kind === 'group' && !mine ? h('span.who', {}, nameOf(message.person)) : null,
        message.text ? h('p.bubble', {}, message.text) : null,
        message.card ? card(message.card, () => phone.openCard(message.card)) : null))
    return far ? [h('p.stamp', {}, whenSaid(message.at)), bubble] : [bubble]
  })
  return h('div.chat', {}, said.length ? said : h('p.hint.center', {}, t('chat_empty')))
}

/** The line to write in; drawn once a chat, so that what is half written stays. */
export function composer(phone) {
  const line = h('input.writing', { placeholder: t('write'), maxLength: 500, 'aria-label': t('write') })
  const send = async (event) => {
    event.preventDefault()
    const text = line.value.trim()
    if (!text) return
    line.value = ''
    await phone.try(() => act(`/chats/${phone.view.chat}/messages`, { person: phone.person, text }))
  }
  return h('form.composer', { onsubmit: send }, line, h('button.go', {}, t('send')))
}

function noticesView(phone) {
  const { notices, notices_read } = phone.data
  if (notices.length && notices[0].id > notices_read) {
    phone.try(() => act(`/people/${phone.person}/readings`, { what: 'notices', last: notices[0].id }))
  }
  if (!notices.length) return empty('bell', 'notices_none')
  return h('div.notices', {}, notices.map((notice) => h('article.notice', { 'data-notice': String(notice.id) },
    h('header', {}, glyph('mini', 14), notice.app, h('span.when', {}, whenSaid(notice.at))),
    h('h3', {}, notice.title),
    h('dl', {}, notice.lines.map((line) => h('div', {}, h('dt', {}, line.label), h('dd', {}, line.value)))),
    notice.url ? h('button.open', { onclick: () => phone.openPage(notice.url, { mini: notice.mini }) },
      t(notice.mini ? 'open_mini' : 'open_page'), glyph('send', 14)) : null)))
}

function discoverView(phone) {
  const minis = fronts().filter((front) => front.kind === 'mini')
  const newest = world.now.moments[0]
  const fresh = newest && newest.id > phone.data.moments_read && newest.person !== phone.person
  return [
    row(glyph('moments', 22), t('moments'), () => phone.show('moments'), fresh ? h('i.dot') : null, 'moments'),
    row(glyph('scan', 22), t('scan'), () => phone.show('scan'), null, 'scan'),
    h('p.section', {}, t('mini')),
    ...(minis.length
      ? minis.map((front) => row(h('span.app', {}, glyph('mini', 18)), front.name, () => phone.openMini(front.appid), null, `mini:${front.appid}`))
      : [h('p.hint.inset', {}, t('mini_none'))]),
  ]
}

function momentsView(phone) {
  const { moments } = world.now
  if (moments.length && moments[0].id > phone.data.moments_read) {
    phone.try(() => act(`/people/${phone.person}/readings`, { what: 'moments', last: moments[0].id }))
  }
  if (!moments.length) return empty('moments', 'moments_none')
  return h('div.moments', {}, moments.map((post) => h('article.post', {}, face([post.person], 40), h('div.grow', {},
    h('b.name', {}, nameOf(post.person)), post.text ? h('p', {}, post.text) : null,
    post.card ? card({ ...post.card, kind: 'link' }, () => phone.openCard(post.card)) : null,
    h('span.when', {}, whenSaid(post.at))))))
}

function meView(phone) {
  return [
    h('div.person', {}, face([phone.person], 60), h('div', {}, h('b', {}, phone.data.name), h('p.hint', {}, phone.data.phone))),
    row(glyph('wallet', 22), t('wallet'), () => phone.show('wallet'), h('span.figure', {}, `¥${yuan(phone.data.balance_fen)}`), 'wallet'),
  ]
}

function walletView(phone) {
  const { balance_fen, movements } = phone.data
  const [whole, cents] = yuan(balance_fen).split('.')
  return h('div.wallet', {},
    h('p.hint.center', {}, t('balance')),
    h('p.amount', {}, h('small', {}, '¥'), whole, h('small', {}, `.${cents}`)),
    h('p.section', {}, t('movements')),
    movements.length ? movements.map((one) => h('div.movement', {},
      h('span.grow', {}, h('span.name', {}, t(one.kind)), h('span.line', {}, one.what), h('span.when', {}, whenSaid(one.at))),
      h(`span.figure${one.delta_fen > 0 ? '.in' : ''}`, {}, `${one.delta_fen > 0 ? '+' : ''}${yuan(one.delta_fen)}`)))
      : h('p.hint.center', {}, t('movements_none')))
}
