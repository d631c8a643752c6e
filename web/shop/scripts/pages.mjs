// Writes what follows from the folders; `--check` fails where it is stale.
//
// src/pages.json: every page.json names a page, its index.vue beside it. Pages stand in src/pages/<name> (the main
// package), src/account/<name>, src/aftersales/<name>, src/campaigns/<name>, src/distribution/<name> and src/members/<name> (a
// subpackage each) and
// src/plays/<play>/<name> (a subpackage a page, so that the play's own folder, with its slots, belongs to the main package).
// A page.json says { "title", "tab"?: { "order", "text", "icon" }, "style"?: {…} }.
//
// src/slots: a play's <Kind>Slot.vue shows where a page has <KindSlots />. The mini program cannot choose a component
// while it runs, so what is there is written down.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SRC = join(dirname(fileURLToPath(import.meta.url)), '..', 'src')
const COLOURS = JSON.parse(readFileSync(join(SRC, '../../kit/tokens.json'), 'utf8')).color

// What a slot of each kind is given and what it may tell its page; the component of a play declares the same.
const SLOTS = {
  Product: { given: { product: 'Product' }, told: { offer: 'Offer', take: 'Offer' } },
  Home: { given: { turn: 'number' }, told: {} },
  Order: { given: { order: 'Order' }, told: {} },
  Paid: { given: { order: 'Order' }, told: { lead: 'Lead' } },
  Me: { given: { turn: 'number' }, told: {} },
}
const SOURCES = { Product: '@/api/types', Order: '@/api/types', Offer: '@/here/offer', Lead: '@/here/offer' }

function foldersIn(root) {
  if (!existsSync(join(SRC, root))) return []
  return readdirSync(join(SRC, root), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

function pagesIn(root) {
  return foldersIn(root)
    .filter((name) => existsSync(join(SRC, root, name, 'page.json')))
    .map((name) => ({
      root: `${root}/${name}`,
      path: `${name}/index`,
      ...JSON.parse(readFileSync(join(SRC, root, name, 'page.json'), 'utf8')),
    }))
    .sort((a, b) => (a.tab?.order ?? 99) - (b.tab?.order ?? 99) || a.path.localeCompare(b.path))
}

const entry = (page, path) => ({ path, style: { navigationBarTitleText: page.title, ...page.style } })

function pagesFile(plays) {
  const main = pagesIn('pages')
  const ofPlays = plays.flatMap((play) => pagesIn(`plays/${play}`))
  return {
    pages: main.map((page) => entry(page, `pages/${page.path}`)),
    subPackages: [
      ...['account', 'aftersales', 'campaigns', 'distribution', 'members'].map((root) => ({ root, pages: pagesIn(root).map((page) => entry(page, page.path)) })),
      ...ofPlays.map((page) => ({ root: page.root, pages: [entry(page, 'index')] })),
    ],
    preloadRule: {
      'pages/me/index': { network: 'all', packages: ['account', 'campaigns', 'distribution', 'members'] },
      'pages/order/index': { network: 'all', packages: ['aftersales'] },
      'pages/product/index': { network: 'all', packages: ofPlays.map((page) => page.root) },
    },
    globalStyle: {
      navigationBarTextStyle: 'black',
      navigationBarBackgroundColor: COLOURS.surface,
      backgroundColor: COLOURS.ground,
      backgroundTextStyle: 'dark',
      maxWidth: 560,
    },
    tabBar: {
      color: COLOURS['ink-2'],
      selectedColor: COLOURS.ink,
      backgroundColor: COLOURS.surface,
      borderStyle: 'white',
      list: main
        .filter((page) => page.tab)
        .map((page) => ({
          pagePath: `pages/${page.path}`,
          text: page.title,
          iconPath: `static/tab/${page.tab.icon}.png`,
          selectedIconPath: `static/tab/${page.tab.icon}-on.png`,
        })),
    },
  }
}

const pascal = (play) => play.replace(/(^|_)([a-z0-9])/g, (_, __, letter) => letter.toUpperCase())

function slotsFile(kind, { given, told }, plays) {
  const there = plays.filter((play) => existsSync(join(SRC, 'plays', play, `${kind}Slot.vue`)))
  const words = [...new Set([...Object.values(given), ...Object.values(told)])].filter((word) => word in SOURCES)
  const sources = [...new Set(words.map((word) => SOURCES[word]))]
  const types = sources.map((source) => [source, words.filter((word) => SOURCES[word] === source)])
  const props = Object.entries(given).map(([name, type]) => `${name}: ${type}`)
  const events = Object.entries(told).map(([name, type]) => `${name}: [${name}: ${type}]`)
  const passed = [
    ...Object.keys(given).map((name) => `:${name}="${name}"`),
    ...Object.keys(told).map((name) => `@${name}="$emit('${name}', $event)"`),
  ].join(' ')
  return [
    '<script setup lang="ts">',
    '// Written by scripts/pages.mjs from the folders of src/plays; never edited.',
    ...types.map(([source, names]) => `import type { ${names.join(', ')} } from '${source}'`),
    ...there.map((play) => `import ${pascal(play)} from '@/plays/${play}/${kind}Slot.vue'`),
    '',
    'defineOptions({ options: { virtualHost: true } })',
    `defineProps<{ ${props.join('; ')} }>()`,
    ...(events.length ? [`defineEmits<{ ${events.join('; ')} }>()`] : []),
    '</script>',
    '',
    '<template>',
    '  <view>',
    ...there.map((play) => `    <${pascal(play)} ${passed} />`),
    '  </view>',
    '</template>',
    '',
  ].join('\n')
}

const plays = foldersIn('plays')
const files = new Map([[join(SRC, 'pages.json'), `${JSON.stringify(pagesFile(plays), null, 2)}\n`]])
for (const [kind, about] of Object.entries(SLOTS)) {
  files.set(join(SRC, 'slots', `${kind}Slots.vue`), slotsFile(kind, about, plays))
}

const stale = [...files].filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text)
if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path.slice(SRC.length - 3)} is stale: run npm run pages`)
  process.exitCode = stale.length ? 1 : 0
} else {
  mkdirSync(join(SRC, 'slots'), { recursive: true })
  for (const [path, text] of stale) writeFileSync(path, text)
}
