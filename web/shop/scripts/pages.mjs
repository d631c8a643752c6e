// Writes src/pages.json from the folders: every src/pages/<name>/page.json is a page, its index.vue beside it.
// A page.json says { "title", "tab"?: { "order", "text", "icon" }, "package"?: name of a subpackage, "style"?: {…} }.
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const SRC = join(dirname(fileURLToPath(import.meta.url)), '..', 'src')
const COLOURS = JSON.parse(readFileSync(join(SRC, '../../kit/tokens.json'), 'utf8')).color

function foldersIn(root) {
  return readdirSync(join(SRC, root), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(SRC, root, entry.name, 'page.json')))
    .map((entry) => ({
      path: `${entry.name}/index`,
      ...JSON.parse(readFileSync(join(SRC, root, entry.name, 'page.json'), 'utf8')),
    }))
    .sort((a, b) => (a.tab?.order ?? 99) - (b.tab?.order ?? 99) || a.path.localeCompare(b.path))
}

const entry = (page, prefix) => ({
  path: `${prefix}${page.path}`,
  style: { navigationBarTitleText: page.title, ...page.style },
})

const main = foldersIn('pages')
const account = foldersIn('account')
const pages = {
  pages: main.map((page) => entry(page, 'pages/')),
  subPackages: [{ root: 'account', pages: account.map((page) => entry(page, '')) }],
  preloadRule: { 'pages/me/index': { network: 'all', packages: ['account'] } },
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
const text = `${JSON.stringify(pages, null, 2)}\n`
const target = join(SRC, 'pages.json')
if (process.argv.includes('--check')) {
  if (readFileSync(target, 'utf8') !== text) {
    console.error('src/pages.json is stale: run npm run pages')
    process.exit(1)
  }
} else {
  writeFileSync(target, text)
}
