/** What comes up over a phone: the page's menu, whom to send to, paying, consenting, pictures. */

import { card as drawCard } from './cards.js'
import { face, glyph, h, picture } from './element.js'
import { yuan } from './spell.js'
import { t } from './words.js'
import { act, ask, fronts, nameOf, world } from './world.js'

const PEOPLE_SHOWN = 200

/** ··· of a page: send, post, copy, reload. */
export async function pageMenu(phone) {
  const page = phone.page
  const host = page.origin.replace(/^https?:\/\//, '')
  const choice = (name, mark, data) => (close) => h('button.choice', { onclick: () => close(name), 'data-act': data },
    h('span.round', {}, glyph(mark, 26)), t(name))
  const chosen = await phone.sheet((close) => h('div.sheet', { role: 'dialog' },
    h('p.hint.center', {}, host ? t('by_page', { host }) : page.shownTitle()),
    h('div.choices', {},
      choice('share_friend', 'chat', 'share')(close), choice('share_moments', 'moments', 'moments')(close),
      choice('copy_link', 'copy')(close), choice('reload', 'reload')(close)),
    h('button.calm', { onclick: () => close() }, t('cancel'))))
  if (chosen === 'share_friend') await shareToFriend(phone, page.card('friend'))
  if (chosen === 'share_moments') await shareToMoments(phone, page.card('moments'))
  if (chosen === 'copy_link') await copy(phone, page.card('friend').url)
  if (chosen === 'reload') page.tell('reload')
}

async function copy(phone, text) {
  try {
    await navigator.clipboard.writeText(text)
    phone.say(t('copied'))
  } catch {
    phone.say(t('copy_failed'))
  }
}

async function shareToFriend(phone, card) {
  const to = await phone.sheet((close) => h('div.sheet.whole', { role: 'dialog' },
    h('header', {}, h('button.calm', { onclick: () => close() }, t('cancel')), h('b', {}, t('send_to'))),
    h('div.list', {},
      phone.data.chats.filter((chat) => chat.kind === 'group').map((chat) =>
        whom(close, chat.people, chat.name, { chat: chat.id })),
      others(phone).map((person) => whom(close, [person.id], person.name, { person: person.id })))))
  if (!to) return
  const said = await phone.sheet((close) => confirmSend(close, to, card))
  if (said === null) return
  await sendCard(phone, to, card, said)
  phone.say(t('sent'))
}

const others = (phone) => world.now.people.filter((one) => one.id !== phone.person).slice(0, PEOPLE_SHOWN)
const whom = (close, people, name, value) => h('button.row.tall', {
  onclick: () => close({ ...value, name, people }), 'data-to': value.chat ?? value.person,
}, face(people, 40), h('span.grow', {}, name))

function confirmSend(close, to, card) {
  const line = h('input.writing', { placeholder: t('say_something'), maxLength: 200, 'aria-label': t('say_something') })
  return h('div.dialog', { role: 'dialog' },
    h('p.hint', {}, t('send_to')), h('div.towhom', {}, face(to.people, 36), h('b', {}, to.name)),
    drawCard(card, null), line,
    h('div.pair', {}, h('button.calm', { onclick: () => close() }, t('cancel')),
      h('button.go', { onclick: () => close(line.value.trim()), 'data-act': 'send' }, t('send'))))
}

/** The card, and what was said with it, in the chat with this person or group. */
export async function sendCard(phone, to, card, said = '') {
  await phone.try(async () => {
    const chat = to.chat ?? (await ask('/chats', { people: [phone.person, to.person] })).id
    await ask(`/chats/${chat}/messages`, { person: phone.person, card })
    if (said) await ask(`/chats/${chat}/messages`, { person: phone.person, text: said })
    await act(`/chats/${chat}/read`, { person: phone.person })
  })
}

async function shareToMoments(phone, card) {
  const line = h('textarea.writing', { placeholder: t('say_something'), maxLength: 500, rows: 3, 'aria-label': t('say_something') })
  const said = await phone.sheet((close) => h('div.sheet.whole', { role: 'dialog' },
    h('header', {}, h('button.calm', { onclick: () => close() }, t('cancel')),
      h('button.go', { onclick: () => close(line.value.trim()), 'data-act': 'publish' }, t('publish'))),
    line, drawCard({ ...card, kind: 'link' }, null)))
  if (said === null) return
  const done = await phone.try(() => act('/moments', { person: phone.person, text: said, card: { ...card, kind: 'link' } }))
  if (done) phone.say(t('published'))
}

/** The pay sheet: checked at the sandbox as a client does, confirmed without a password. Answers ok, cancel or fail. */
export async function pay(phone, params) {
  let sheet
  try {
    sheet = await ask('/jssdk/sheet', { person: phone.person, params })
  } catch (problem) {
    await refusedToPay(phone, problem)
    return `fail, ${problem.message}`
  }
  const [whole, cents] = yuan(sheet.total_fen).split('.')
  const fact = (name, value) => h('div.fact', {}, h('span', {}, name), h('span', {}, value))
  const paid = await phone.sheet((close) => h('div.sheet.paying', { role: 'dialog' },
    h('header', {}, h('button.icon', { onclick: () => close(), 'data-act': 'cancel', title: t('cancel'), 'aria-label': t('cancel') }, glyph('close', 18)),
      h('b', {}, t('pay_title'))),
    h('p.center', {}, sheet.merchant),
    h('p.amount', { 'data-fen': String(sheet.total_fen) }, h('small', {}, '¥'), whole, h('small', {}, `.${cents}`)),
    fact(sheet.description, ''),
    fact(t('pay_method'), t('pay_from_wallet', { yuan: yuan(sheet.balance_fen) })),
    h('p.hint.center', {}, t('pay_not_real')),
    h('button.go', { onclick: () => close(true), 'data-act': 'pay', 'data-first': true }, t('pay_confirm'))))
  if (!paid) return 'cancel'
  try {
    await act('/pay', { prepay_id: sheet.prepay_id, person: phone.person })
  } catch (problem) {
    await refusedToPay(phone, problem)
    return `fail, ${problem.message}`
  }
  phone.say(t('pay_done'))
  return 'ok'
}

/** The merchant's transfer: shown as the sandbox knows it, taken by a press. Answers ok, cancel or fail. */
export async function take(phone, params) {
  const asked = { ...params, person: phone.person }
  let sheet
  try {
    sheet = await ask('/transfers/sheet', asked)
  } catch (problem) {
    await refusedToPay(phone, problem)
    return `fail, ${problem.message}`
  }
  const [whole, cents] = yuan(sheet.amount_fen).split('.')
  const taken = await phone.sheet((close) => h('div.sheet.paying', { role: 'dialog' },
    h('header', {}, h('button.icon', { onclick: () => close(), 'data-act': 'cancel', title: t('cancel'), 'aria-label': t('cancel') }, glyph('close', 18)),
      h('b', {}, t('take_title'))),
    h('p.center', {}, t('take_from', { name: sheet.merchant })),
    h('p.amount', { 'data-fen': String(sheet.amount_fen) }, h('small', {}, '¥'), whole, h('small', {}, `.${cents}`)),
    h('div.fact', {}, h('span', {}, sheet.remark), h('span', {}, '')),
    h('p.hint.center', {}, t('pay_not_real')),
    h('button.go', { onclick: () => close(true), 'data-act': 'take', 'data-first': true }, t('take_confirm'))))
  if (!taken) return 'cancel'
  try {
    await act('/transfers/confirm', asked)
  } catch (problem) {
    await refusedToPay(phone, problem)
    return `fail, ${problem.message}`
  }
  phone.say(t('take_done'))
  return 'ok'
}

const refusedToPay = (phone, problem) => phone.sheet((close) => h('div.dialog', { role: 'alertdialog' },
  h('b', {}, t('pay_failed')), h('p', { 'data-refusal': problem.code ?? '' }, problem.message),
  h('button.go', { onclick: () => close(), 'data-first': true }, t('understood'))))

/** Ask for the app's templates; answers what was tapped by template, null when a template is unknown. */
export async function askToSubscribe(phone, appid, wanted) {
  const { templates } = await ask(`/apps/${encodeURIComponent(appid)}/templates`)
  const known = wanted.map((id) => templates.find((one) => one.template_id === id))
  if (!wanted.length || known.includes(undefined)) return null
  const name = fronts().find((front) => front.appid === appid)?.name ?? ''
  const ticks = known.map((one) => h('input', { type: 'checkbox', checked: true, value: one.template_id }))
  const agreed = await phone.sheet((close) => h('div.sheet.consent', { role: 'dialog' },
    h('b', {}, t('subscribe_ask', { name })), h('p.hint', {}, t('subscribe_once')),
    known.map((one, number) => h('label.template', {}, ticks[number], h('span.grow', {}, one.title), h('span.hint', {}, t('one_message')))),
    h('div.pair', {}, h('button.calm', { onclick: () => close(), 'data-act': 'refuse' }, t('refuse')),
      h('button.go', { onclick: () => close(ticks.filter((tick) => tick.checked).map((tick) => tick.value)), 'data-act': 'allow' }, t('allow')))))
  const answers = Object.fromEntries(wanted.map((id) => [id, agreed?.includes(id) ? 'accept' : 'reject']))
  for (const [template_id, answer] of Object.entries(answers)) {
    await ask(`/people/${phone.person}/consents`, { appid, template_id, answer })
  }
  return answers
}

export function showPictures(phone, urls, current) {
  return phone.sheet((close) => h('button.pictures', { onclick: () => close() }, picture(current || urls[0], 'full')))
}

/** Start a chat: one person, or several for a group. */
export async function newChat(phone) {
  const ticks = others(phone).map((person) => h('input', { type: 'checkbox', value: person.id }))
  const name = h('input.writing', { placeholder: t('group_name'), maxLength: 40, 'aria-label': t('group_name') })
  const chosen = await phone.sheet((close) => h('div.sheet.whole', { role: 'dialog' },
    h('header', {}, h('button.calm', { onclick: () => close() }, t('cancel')), h('b', {}, t('new_chat')),
      h('button.go', { onclick: () => close(ticks.filter((tick) => tick.checked).map((tick) => tick.value)) }, t('make'))),
    h('p.hint', {}, t('new_group')), name,
    h('div.list', {}, ticks.map((tick) => h('label.row', {}, tick, face([tick.value], 36), h('span.grow', {}, nameOf(tick.value)))))))
  if (!chosen?.length) return
  const people = [phone.person, ...chosen]
  const chat = await phone.try(() => act('/chats', { people, name: people.length > 2 ? name.value.trim() || nameOf(phone.person) : '' }))
  if (chat) phone.openChat(chat.id)
}

