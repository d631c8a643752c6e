/** Scanning: a phone has no camera here, so one chooses a code that went out, or pastes what a code says. */

import { glyph, h } from './element.js'
import { whenSaid } from './spell.js'
import { t } from './words.js'
import { ask, world } from './world.js'

export function scanView(phone) {
  const { codes } = world.now
  const line = h('input.writing', { placeholder: t('scan_text'), maxLength: 2000, 'aria-label': t('scan_text') })
  const typed = (event) => {
    event.preventDefault()
    if (line.value.trim()) use(phone, line.value.trim())
  }
  return h('div.scanner', {},
    h('div.finder', {}, glyph('scan', 56)),
    h('p.hint.center', {}, t('scan_hint')),
    h('label.row', {}, glyph('scan', 22), h('span.grow', {}, t('scan_upload')),
      h('input', { type: 'file', accept: 'image/png,image/jpeg,image/webp', hidden: true, onchange: (event) => read(phone, event.target.files[0]) })),
    h('form.composer', { onsubmit: typed }, line, h('button.go', {}, t('scan'))),
    codes.length ? codes.map((code) => h('button.row.tall', { onclick: () => use(phone, code.url), 'data-code': code.url },
      h('span.app', {}, glyph(code.kind === 'mini_code' ? 'mini' : 'link', 18)),
      h('span.grow', {}, h('span.name', {}, `${code.name} · ${t(code.kind)}`),
        h('span.line', {}, [code.page, code.query].filter(Boolean).join('?'))),
      h('span.when', {}, whenSaid(code.at))))
      : h('p.hint.center', {}, t('scan_none')))
}

/** The sandbox reads the code in a picture: a poster that was saved, a photograph of a parcel. */
async function read(phone, file) {
  if (!file) return
  const answer = await fetch('/_sandbox/scan/picture', { method: 'POST', body: file }).catch(() => null)
  if (!answer?.ok) {
    phone.say(t('scan_unread'))
    return
  }
  await use(phone, (await answer.json()).text)
}

/** A page that asked for a scan gets the text; otherwise the phone opens where the code leads. */
async function use(phone, text) {
  if (phone.scanned) {
    phone.scanned(text)
    return
  }
  try {
    const { url, mini } = await ask('/scan', { text })
    phone.openPage(url, { mini })
  } catch {
    phone.say(t('leads_nowhere'))
  }
}
