/**
 * The tour in four acts. A step says what to do and where, waits for it to happen on the wire, and can do it itself:
 * through the same sheets, chats and buttons that a finger would use.
 */

import { sendCard } from './sheets.js'
import { yuan } from './spell.js'
import { act, phoneOf, world } from './world.js'

export const ACTS = [['分享', 'Share'], ['成团', 'Fill'], ['未成团', 'Fail'], ['退款', 'Refund']]
const SETTLE_MS = 2500
const PATIENCE_MS = 15_000

const movement = (phone, kind, after) => phoneOf(phone.person)?.movements.find((one) => one.kind === kind && one.id > after)
const newest = (list) => Math.max(0, ...list.map((one) => one.id))

/** What was there before a step, so that only what is new counts. */
export function marked(phones) {
  const of = (phone) => phoneOf(phone.person)
  return {
    at: Date.now(),
    offset: world.now.offset_seconds,
    movements: Math.max(0, ...phones.map((phone) => newest(of(phone)?.movements ?? []))),
    notices: Math.max(0, ...phones.map((phone) => newest(of(phone)?.notices ?? []))),
    messages: Math.max(0, ...phones.flatMap((phone) => (of(phone)?.chats ?? []).map((chat) => newest(chat.messages)))),
    steps: {},
  }
}

/** The page is there, and it is the one that was wanted: its address ends in the path, whatever came behind it. */
const isOpen = (phone, path) => {
  const page = path.replace(/^\//, '').split('?')
  const url = phone.page?.origin ? decodeURIComponent(phone.page.url) : ''
  return url.includes(`#/${page[0]}`) && (page[1] ?? '').split('&').every((pair) => url.includes(pair))
}

/** A page that stands still (a cut line, a button that never came) is loaded anew, as a person would pull it down. */
function nudge(tour, phone) {
  const page = phone.page
  const seen = page ? `${page.openedAt} ${page.url} ${page.origin} ${page.pressedAt}` : ''
  const still = tour.mark.steps.still
  if (still?.seen !== seen) {
    tour.mark.steps.still = { seen, at: Date.now() }
  } else if (page && Date.now() - still.at > PATIENCE_MS) {
    still.at = Date.now()
    if (page.origin) page.tell('reload')
    else phone.openPage(page.url, { mini: page.mini })
  }
}

/** Press on: what lies over the phone first, then the shop's own buttons. */
function press(tour, phone, words) {
  const over = phone.over.querySelector('[data-act=pay], [data-act=allow]')
  if (over) {
    if (Date.now() - (tour.mark.steps.over ?? 0) > 1500) {
      tour.mark.steps.over = Date.now()
      setTimeout(() => over.click(), 700)
    }
    return
  }
  nudge(tour, phone)
  const { once = [], ...texts } = tour.config.buttons
  phone.page?.tell('press', { once, texts: texts[words] ?? [] })
}

const opens = (who, page) => ({
  who,
  lit: 'mini',
  done: (tour) => isOpen(tour.phone(who), tour.config[page]),
  fact: (tour) => [`${tour.phone(who).name} 打开了商品`, `${tour.phone(who).name} opened the goods`],
  help: (tour) => {
    once(tour, 'open', () => tour.phone(who).openMini(tour.config.appid, tour.config[page]))
    nudge(tour, tour.phone(who))
  },
})

const pays = (who, words) => ({
  who,
  lit: 'pay',
  words,
  done: (tour) => movement(tour.phone(who), 'pay', tour.mark.movements),
  fact: (tour) => {
    const paid = movement(tour.phone(who), 'pay', tour.mark.movements)
    return [`${tour.phone(who).name} 付了 ¥${yuan(-paid.delta_fen)}，微信已回调商城`, `${tour.phone(who).name} paid ¥${yuan(-paid.delta_fen)}; WeChat told the shop`]
  },
  help: (tour) => press(tour, tour.phone(who), words),
})

function once(tour, name, doing) {
  if (tour.mark.steps[name]) return
  tour.mark.steps[name] = true
  doing()
}

/** The card that the first phone has sent since the step began, with its chat. */
function sentCard(tour) {
  const sender = tour.phone(0)
  for (const chat of phoneOf(sender.person)?.chats ?? []) {
    const message = chat.messages.findLast((one) => one.card && one.person === sender.person && one.id > tour.sinceShare)
    if (message) return { chat, message }
  }
  return null
}

const told = (tour, who) => phoneOf(tour.phone(who).person)?.notices.find((one) => one.id > tour.mark.notices)

const toldNames = (tour) => [0, 1].filter((who) => told(tour, who)).map((who) => tour.phone(who).name).join('、')

export const STEPS = [
  {
    act: 0,
    title: ['打开商品', 'Open the goods'],
    say: ['在 {a} 的手机里点「发现」，打开小程序。', 'In {a}’s phone tap Discover and open the mini program.'],
    ...opens(0, 'start_page'),
  },
  {
    act: 0,
    title: ['开团并支付', 'Open a team and pay'],
    say: ['{a} 发起拼团，下单，在弹出的收银台里确认支付。', '{a} opens a team, places the order and confirms in the pay sheet.'],
    ...pays(0, 'open'),
  },
  {
    act: 0,
    who: 0,
    lit: 'share',
    title: ['把卡片发给朋友', 'Send the card to a friend'],
    say: ['点 {a} 右上角的 ···，发送给朋友，选 {b}。', 'Tap ··· at the upper right of {a}’s phone, send it to {b}.'],
    words: 'team',
    done: sentCard,
    fact: (tour) => [`卡片到了 ${sentCard(tour).chat.people.includes(tour.phone(1).person) ? tour.phone(1).name : '聊天里'}：${sentCard(tour).message.card.title}`, `The card arrived: ${sentCard(tour).message.card.title}`],
    help: (tour) => shareForMe(tour),
  },
  {
    act: 1,
    who: 1,
    lit: 'card',
    title: ['点开卡片', 'Tap the card'],
    say: ['在 {b} 的聊天里点开 {a} 发来的卡片。', 'In {b}’s chat tap the card that {a} sent.'],
    done: (tour) => tour.phone(1).page?.openedAt > tour.mark.at && tour.phone(1).page.origin !== '',
    fact: (tour) => [`${tour.phone(1).name} 从卡片来到商城，商城记下了谁带来谁`, `${tour.phone(1).name} came by the card; the shop noted who brought whom`],
    help: (tour) => openForMe(tour),
  },
  {
    act: 1,
    title: ['参团并支付', 'Join and pay'],
    say: ['{b} 参团、下单、支付，人数就齐了。', '{b} joins, orders and pays: the team is full.'],
    ...pays(1, 'join'),
  },
  {
    act: 1,
    who: 0,
    lit: 'chats',
    title: ['成团通知', 'Everybody is told'],
    say: ['商城发服务通知。谁在页面上点过「通知我」，谁就会收到一次。', 'The shop sends a notification, once, to whoever asked for it on the page.'],
    done: (tour) => told(tour, 0) ?? told(tour, 1),
    fact: (tour) => [`${toldNames(tour)} 收到了「${(told(tour, 0) ?? told(tour, 1)).title}」`, `${toldNames(tour)} got “${(told(tour, 0) ?? told(tour, 1)).title}”`],
    help: (tour) => skipLater(tour),
    after: (tour) => tour.phone(told(tour, 0) ? 0 : 1).show('notices'),
    skipped: ['没有等到通知：没有人点过「通知我」，或正在免打扰的钟点', 'No notification came: nobody had asked for it, or these are quiet hours'],
  },
  {
    act: 2,
    title: ['再开一团', 'Another team'],
    say: ['{c} 打开另一件商品。', '{c} opens other goods.'],
    ...opens(2, 'second_page'),
  },
  {
    act: 2,
    title: ['开团，等人', 'Open it and wait'],
    say: ['{c} 开团并支付，这一次没有人来。', '{c} opens a team and pays; nobody comes this time.'],
    ...pays(2, 'open'),
  },
  {
    act: 2,
    who: null,
    lit: 'clock',
    title: ['拨快时钟', 'Move the clock'],
    say: ['在「世界」里把时钟拨快 {hours} 小时，拼团到期。', 'Under World move the clock {hours} hours ahead: the team expires.'],
    done: (tour) => world.now.offset_seconds - tour.mark.offset >= tour.config.hours * 3600,
    fact: (tour) => [`时钟拨快了 ${tour.config.hours} 小时，拼团到期`, `The clock went ${tour.config.hours} hours ahead; the team expired`],
    help: (tour) => once(tour, 'clock', () => act('/clock', { advance_seconds: tour.config.hours * 3600 + 60 })),
  },
  {
    act: 3,
    who: 2,
    lit: 'wallet',
    title: ['自动退款', 'Refunded by itself'],
    say: ['不用做什么：商城请微信退款，钱原路回到 {c} 的零钱。', 'Nothing to do: the shop asks WeChat for the refund, the money returns to {c}.'],
    done: (tour) => movement(tour.phone(2), 'refund', tour.mark.movements),
    fact: (tour) => {
      const back = movement(tour.phone(2), 'refund', tour.mark.movements)
      return [`¥${yuan(back.delta_fen)} 回到 ${tour.phone(2).name} 的零钱`, `¥${yuan(back.delta_fen)} is back in ${tour.phone(2).name}’s wallet`]
    },
    help: () => (world.now.auto ? null : act('/run-due')),
    after: (tour) => {
      tour.phone(2).show('wallet')
    },
  },
]

/**
 * Agree to be told, wait until the page has set what it shares since the payment, then send it as the sheet does.
 * However long that takes: the card of any other page would lead the friend past the team.
 */
function shareForMe(tour) {
  const page = tour.phone(0).page
  const waited = Date.now() - tour.mark.at
  if (waited < SETTLE_MS) return
  const ready = page?.share.friend?.link && page.share.friend.link !== tour.startLink
  if (!ready || waited < 3 * SETTLE_MS) {
    press(tour, tour.phone(0), 'team')
    return
  }
  once(tour, 'send', () => sendCard(tour.phone(0), { person: tour.phone(1).person }, page.card('friend')))
}

/** Show the chat for a moment, then tap. */
function openForMe(tour) {
  const sent = sentCard(tour)
  if (!sent) return
  once(tour, 'chat', () => tour.phone(1).openChat(sent.chat.id))
  if (Date.now() - tour.mark.at > SETTLE_MS) {
    once(tour, 'tap', () => tour.phone(1).openCard(sent.message.card))
    nudge(tour, tour.phone(1))
  }
}

function skipLater(tour) {
  if (Date.now() - tour.mark.at > PATIENCE_MS) tour.skip()
}
