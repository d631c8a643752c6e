/** The world as the sandbox knows it: asked for about twice a second, told to whoever draws it. */

const EVERY_MS = 500
const listeners = new Set()
let phones = []
let asking = null

/** The latest answer of `GET /_sandbox/phones`; null until the first one. */
export const world = { now: null, reached: true, skew_ms: 0 }

export class Refused extends Error {
  constructor(body, status) {
    super(body?.message ?? `HTTP ${status}`)
    this.code = body?.code ?? ''
    this.status = status
  }
}

/** Call the control API; with a body it is a POST. Throws Refused. */
export async function ask(path, body, method = body === undefined ? 'GET' : 'POST') {
  const answer = await fetch(`/_sandbox${path}`, {
    method,
    headers: body === undefined ? {} : { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const read = answer.status === 204 ? null : await answer.json().catch(() => null)
  if (!answer.ok) throw new Refused(read, answer.status)
  return read
}

/** As `ask`, and the page follows at once. */
export async function act(path, body = {}, method = 'POST') {
  const answer = await ask(path, body, method)
  await refresh()
  return answer
}

export function onChange(listener) {
  listeners.add(listener)
}

export function watch(people) {
  phones = people
  return refresh(true)
}

/** Ask now; calls that come together share one question. */
export function refresh(whole = false) {
  asking ??= look(whole).finally(() => { asking = null })
  return asking
}

async function look(whole) {
  const seen = whole || !world.now ? '' : world.now.seen
  const query = new URLSearchParams({ people: phones.join(','), seen })
  const before = world.reached
  let fresh = null
  try {
    fresh = await ask(`/phones?${query}`)
    world.reached = true
  } catch {
    world.reached = false
  }
  if (fresh) {
    world.now = fresh
    world.skew_ms = Date.parse(fresh.now) - Date.now()
  }
  if (fresh || before !== world.reached) tell()
}

export function tell() {
  untold = pressed
  if (!pressed) for (const listener of listeners) listener(world.now)
}

// A part that is drawn anew between the press and the release of a button would swallow the click: drawing waits.
let [pressed, untold] = [false, false]

export const isPressed = () => pressed

function release() {
  pressed = false
  if (untold) tell()
}

addEventListener('pointerdown', () => { pressed = true }, true)
for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => setTimeout(release), true)

/** The sandbox's clock between two answers: it runs beside ours, unless it was stopped. */
export function instant() {
  if (!world.now) return new Date()
  return new Date(world.now.runs ? Date.now() + world.skew_ms : Date.parse(world.now.now))
}

export const phoneOf = (person) => world.now?.phones[person] ?? null
export const nameOf = (person) => world.now?.people.find((one) => one.id === person)?.name ?? ''
export const fronts = () => world.now?.fronts ?? []
export const frontAt = (origin) => fronts().find((front) => front.origin === origin) ?? null

export async function keepLooking() {
  for (;;) {
    if (!document.hidden) await refresh()
    await new Promise((done) => setTimeout(done, EVERY_MS))
  }
}
