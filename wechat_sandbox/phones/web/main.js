/** The table with the phones: who sits at it, how large they are, and what goes on beside it. */

import { listen } from './bridge.js'
import { face, glyph, h } from './element.js'
import { Panel } from './panel.js'
import { Phone } from './phone.js'
import { Tour } from './tour.js'
import { otherLanguage, t } from './words.js'
import { act, isPressed, keepLooking, onChange, refresh, tell, watch, world } from './world.js'

const [PHONE_WIDTH, PHONE_HEIGHT, GAP] = [391, 828, 20]
const [LEAST, MOST] = [0.62, 1]
const PHONES_MAX = 4
const KEPT = 'phones:people'

const table = document.getElementById('table')
const top = document.getElementById('top')
const phones = []
const tour = new Tour(() => phones)
const panel = new Panel(document.getElementById('panel'), tour)

/** Whose phones lie on the table: those of the address, of the last visit, or those whom the sandbox suggests. */
function firstPeople() {
  const known = new Set(world.now.people.map((one) => one.id))
  const asked = (new URLSearchParams(location.search).get('people') ?? '').split(',')
  const choices = [asked, remembered(), world.now.first]
  return choices.map((people) => people.filter((one) => known.has(one))).find((people) => people.length > 1)?.slice(0, PHONES_MAX) ?? [...known].slice(0, 2)
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? '[]')
  } catch {
    return []
  }
}

async function lay(people) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(people))
  } catch {
    // a closed storage costs a convenience only
  }
  const kept = new Map(phones.map((phone) => [phone.person, phone]))
  phones.splice(0, phones.length, ...people.map((person) => kept.get(person) ?? new Phone(person, { onMove: () => tour.look() })))
  // A frame that is moved in the tree loads anew: only what is new is put in, only what is gone is taken out.
  const stands = new Map([...table.children].filter((one) => one.dataset.stand).map((one) => [one.dataset.stand, one]))
  for (const [person, stand] of stands) if (!people.includes(person)) stand.remove()
  table.querySelector('.nobody')?.remove()
  people.forEach((person, place) => {
    if (!stands.has(person)) table.append(standFor(phones[place]))
  })
  if (!people.length) table.append(nobody())
  await watch(people)
  fit()
}

function standFor(phone) {
  return h('div.stand', { 'data-stand': phone.person }, h('div.scaled', {}, phone.element),
    h('div.owner', {}, face([phone.person], 24), h('b', {}, phone.name),
      h('button.icon', { onclick: () => lay(phones.map((one) => one.person).filter((one) => one !== phone.person)), title: t('remove_phone'), 'aria-label': t('remove_phone') }, glyph('close', 14))))
}

function nobody() {
  return h('div.nobody', {}, glyph('ripple', 48), h('p', {}, t('nobody')),
    h('button.go', { onclick: addPerson }, t('add_person')))
}

async function addPerson() {
  const names = ['林晓', '周宁', '陈一', '何苗', '许安', '沈禾', '顾言', '方糖']
  const person = await act('/people', { name: names[world.now.people.length % names.length], avatar_seed: String(world.now.people.length) })
  await lay([...phones.map((one) => one.person), person.id].slice(-PHONES_MAX))
}

/** As large as the window allows; a screen too small for all scrolls sideways rather than becoming unreadable. */
function fit() {
  const count = Math.max(1, phones.length)
  const wide = (table.clientWidth - GAP * (count + 1)) / (PHONE_WIDTH * count)
  const high = (table.clientHeight - 76) / PHONE_HEIGHT
  table.style.setProperty('--fit', String(Math.max(LEAST, Math.min(MOST, wide, high)).toFixed(4)))
}

function drawTop() {
  const adding = h('select', { 'aria-label': t('add_phone'), onchange: (event) => event.target.value && lay([...phones.map((one) => one.person), event.target.value]) },
    h('option', { value: '' }, t('add_phone')),
    world.now.people.filter((one) => !phones.some((phone) => phone.person === one.id)).slice(0, 60).map((one) => h('option', { value: one.id }, one.name)))
  document.title = t('title')
  top.replaceChildren(...[
    h('span.mark', {}, glyph('ripple', 26)), h('h1', {}, t('title')), h('span.hint', {}, t('not_wechat')), h('span.grow'),
    world.reached ? null : h('span.trouble', { role: 'alert' }, t('offline')),
    phones.length < PHONES_MAX ? adding : null,
    h('button.calm', { onclick: addPerson }, t('add_person')),
    h('a.calm', { href: '/' }, t('index')),
    h('button.calm', { onclick: changeLanguage, 'data-act': 'language' }, t('other_language')),
  ].filter(Boolean))
}

function changeLanguage() {
  otherLanguage()
  tell()
}

// The page's policy names the addresses that were registered when it was loaded: a new one needs a new policy.
let origins = null

function knowOrigins() {
  const now = world.now.fronts.map((front) => front.origin)
  origins ??= now
  if (now.some((origin) => !origins.includes(origin))) location.reload()
}

let drawnTop = ''
onChange(() => {
  knowOrigins()
  for (const phone of phones) phone.draw()
  panel.draw()
  tour.look()
  const key = JSON.stringify([world.reached, world.now.people, phones.map((one) => one.person), t('title')])
  if (key !== drawnTop) {
    drawnTop = key
    drawTop()
  }
})

window.sandboxPhones = { phones, tour, refresh } // for tests and the curious; the page itself does not use it
listen(() => phones)
addEventListener('resize', fit)
setInterval(() => {
  for (const phone of phones) phone.tick()
  if (world.now && !isPressed()) panel.draw()
}, 1000)

await refresh(true)
if (world.now) {
  await lay(firstPeople())
  tell()
}
keepLooking()
