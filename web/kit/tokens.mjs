// Writes tokens.css (custom properties for a page) and tokens.scss (the same as mixins, for WXSS, where the
// root is `page`) from tokens.json. With --check it writes nothing and fails when a file is stale or a pair
// of text and ground is too faint.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const HERE = dirname(fileURLToPath(import.meta.url))
const tokens = JSON.parse(readFileSync(join(HERE, 'tokens.json'), 'utf8'))

const px = (value) => `${value}px`
const GROUPS = [
  ['color', '', String],
  ['type', 'type-', px],
  ['leading', 'leading-', String],
  ['weight', 'weight-', String],
  ['room', 'room-', px],
  ['radius', 'radius-', px],
  ['target', 'target-', px],
  ['width', 'width-', px],
  ['shadow', 'shadow-', String],
  ['motion', 'motion-', String],
  ['family', 'family-', String],
]

function plain() {
  return GROUPS.flatMap(([group, prefix, show]) =>
    Object.entries(tokens[group]).map(([name, value]) => `--ly-${prefix}${name}: ${show(value)};`),
  )
}

function elder() {
  const larger = Object.entries(tokens.type).map(
    ([name, size]) => `--ly-type-${name}: ${Math.round(size * tokens.elder.type_scale)}px;`,
  )
  return [...larger, ...Object.entries(tokens.elder.target).map(([name, size]) => `--ly-target-${name}: ${size}px;`)]
}

function block(head, lines) {
  return `${head} {\n${lines.map((line) => `  ${line}`).join('\n')}\n}\n`
}

const STAMP = 'Written by tokens.mjs from tokens.json; change that one.'
const files = {
  'tokens.css': `/* ${STAMP} */\n${block(':root', plain())}\n${block('.ly-elder', elder())}`,
  'tokens.scss': `// ${STAMP}\n${block('@mixin plain', plain())}\n${block('@mixin elder', elder())}`,
}

function luminance(hex) {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

const faint = tokens.pairs
  .map(([text, ground, least]) => [text, ground, least, contrast(tokens.color[text], tokens.color[ground])])
  .filter(([, , least, found]) => found < least)
for (const [text, ground, least, found] of faint) {
  console.error(`${text} on ${ground} is ${found.toFixed(2)} : 1, needs ${least} : 1`)
}

const checking = process.argv.includes('--check')
const stale = Object.entries(files).filter(([name, text]) => {
  if (!checking) {
    writeFileSync(join(HERE, name), text)
    return false
  }
  return readFileSync(join(HERE, name), 'utf8') !== text
})
for (const [name] of stale) console.error(`${name} is stale: run node web/kit/tokens.mjs`)
if (faint.length || stale.length) process.exit(1)
