/** Elements and glyphs. Everything shown is text: nothing that came over the wire is ever read as markup. */

const SVG = 'http://www.w3.org/2000/svg'

/** `h('p.hint', {onclick}, 'text', child)`; a property that is null or false is left out. */
export function h(name, given = {}, ...children) {
  const [tag, ...classes] = name.split('.')
  const element = document.createElement(tag)
  if (classes.length) element.className = classes.join(' ')
  for (const [key, value] of Object.entries(given)) {
    if (value === null || value === undefined || value === false) continue
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value)
    else if (key in element && key !== 'style' && key !== 'list') element[key] = value
    else element.setAttribute(key, value === true ? '' : String(value))
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false))
  return element
}

// Drawn for this page on a grid of 24; strokes only, so that one colour fits all.
const PATHS = {
  back: 'M15 5l-7 7 7 7',
  close: 'M6 6l12 12M18 6L6 18',
  more: 'M6 12h.01M12 12h.01M18 12h.01',
  chat: 'M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.5 4v-4A2.5 2.5 0 0 1 4 13.5z',
  discover: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM15.5 8.5l-2 5-5 2 2-5z',
  me: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c1-4 4-6 7.5-6s6.500 2 7.500 6',
  scan: 'M4 9V6a2 2 0 0 1 2-2h3M15 4h3a2 2 0 0 1 2 2v3M20 15v3a2 2 0 0 1-2 2h-3M9 20H6a2 2 0 0 1-2-2v-3M4 12h16',
  ripple: 'M12 12h.01M8.500 12a3.500 3.500 0 0 1 3.500-3.500M5 12a7 7 0 0 1 7-7M15.500 12a3.500 3.500 0 0 1-3.500 3.500M19 12a7 7 0 0 1-7 7',
  bell: 'M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 1.500h-15zM10 20.500h4',
  wallet: 'M4 7.500A2.500 2.500 0 0 1 6.500 5H18v4M4 7.500V17a2.500 2.500 0 0 0 2.500 2.500H20V9H6.500M16 14.200h.01',
  mini: 'M9 7.500a3 3 0 1 0 3 3v3a3 3 0 1 0 3-3',
  send: 'M5 12h13M12.500 6l6 6-6 6',
  moments: 'M12 12V4a8 8 0 0 1 7 4.200zM12 12l7 4.200A8 8 0 0 1 5 16.200zM12 12L5 16.200A8 8 0 0 1 12 4',
  copy: 'M9 9h10v10H9zM15 9V5H5v10h4',
  reload: 'M19 12a7 7 0 1 1-2-5M19 4v4h-4',
  plus: 'M12 5v14M5 12h14',
  check: 'M5 12.500l4.500 4.500L19 7.500',
  clock: 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM12 7.500V12l3 2',
  group: 'M9 11.500a3.200 3.200 0 1 0 0-6.400 3.200 3.200 0 0 0 0 6.400zM3 19c.6-3 3-4.700 6-4.700s5.400 1.700 6 4.700M16 5.500a3 3 0 0 1 0 5.800M17.500 14.600c2 .6 3.200 2.200 3.500 4.400',
  link: 'M10 14a4 4 0 0 0 5.700 0l3-3A4 4 0 0 0 13 5.300l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3A4 4 0 0 0 11 18.700l1-1',
  down: 'M6 9l6 6 6-6',
}

export function glyph(name, size = 20) {
  const svg = document.createElementNS(SVG, 'svg')
  for (const [key, value] of Object.entries({
    viewBox: '0 0 24 24', width: size, height: size, fill: 'none', stroke: 'currentColor',
    'stroke-width': name === 'more' || name === 'mini' ? 2.2 : 1.7, 'stroke-linecap': 'round',
    'stroke-linejoin': 'round', 'aria-hidden': 'true',
  })) svg.setAttribute(key, value)
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', PATHS[name] ?? '')
  svg.append(path)
  return svg
}

/** The square face of a person; a group is drawn of up to four faces. */
export function face(people, size = 40) {
  const shown = people.slice(0, 4)
  const box = h('span.face', { style: `width:${size}px;height:${size}px` })
  box.dataset.count = String(shown.length)
  box.append(...shown.map((person) => h('img', { src: `/avatars/${encodeURIComponent(person)}.svg`, alt: '' })))
  return box
}

/** A picture of a card; where it may not or cannot be loaded, a quiet ground stays. */
export function picture(url, className) {
  if (!/^(https?:\/\/|\/|data:image\/)/.test(url ?? '')) return h(`span.${className}.bare`, {}, glyph('ripple', 28))
  const image = h(`img.${className}`, { src: url, alt: '', loading: 'lazy' })
  image.addEventListener('error', () => image.replaceWith(h(`span.${className}.bare`, {}, glyph('ripple', 28))))
  return image
}
