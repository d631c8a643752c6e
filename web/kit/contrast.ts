/** Contrast after WCAG 2.2, so that a tenant's own colour stays readable wherever ours stood. */

import tokens from './tokens.json'

/** Relative luminance of "#RRGGBB", 0 for black to 1 for white. */
export function luminance(hex: string): number {
  const [r, g, b] = channels(hex).map((part) =>
    part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
  )
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

export function contrast(one: string, other: string): number {
  const light = Math.max(luminance(one), luminance(other))
  const dark = Math.min(luminance(one), luminance(other))
  return (light + 0.05) / (dark + 0.05)
}

export interface Accent {
  /** For marks and large figures: at least 3 : 1 on the page. */
  accent: string
  /** For small text and under white letters: at least 4.5 : 1. */
  strong: string
  /** A quiet ground in the same hue. */
  wash: string
}

/** The three tones of a theme colour; a value that is not "#RRGGBB" falls back to the house's accent. */
export function accentFrom(theme: string | null | undefined): Accent {
  const own = tokens.color
  const chosen = theme && /^#[0-9a-f]{6}$/i.test(theme) ? theme.toUpperCase() : own.accent
  if (chosen === own.accent) return { accent: own.accent, strong: own['accent-strong'], wash: own['accent-wash'] }
  return { accent: darkened(chosen, 3), strong: darkened(chosen, 4.5), wash: mixed(chosen, '#FFFFFF', 0.9) }
}

/** The colour, darkened by steps of two hundredths until it stands out from the page's ground by `least`. */
function darkened(hex: string, least: number): string {
  for (let share = 0; share < 1; share += 0.02) {
    const tried = mixed(hex, '#000000', share)
    if (contrast(tried, tokens.color.ground) >= least) return tried
  }
  return tokens.color.ink
}

function mixed(hex: string, other: string, share: number): string {
  const target = channels(other)
  const parts = channels(hex).map((part, at) => Math.round(part + (target[at]! - part) * share))
  return `#${parts
    .map((part) => part.toString(16).padStart(2, '0'))
    .join('')
    .toUpperCase()}`
}

function channels(hex: string): number[] {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16))
}
