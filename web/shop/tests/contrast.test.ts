import assert from 'node:assert/strict'
import { test } from 'node:test'
import { accentFrom, contrast } from '../../kit/contrast'
import tokens from '../../kit/tokens.json'

test('whatever colour a shop chooses, small text and white letters on it stay readable', () => {
  for (let hue = 0; hue < 4096; hue += 7) {
    const theme = `#${[...hue.toString(16).padStart(3, '0')].map((digit) => digit + digit).join('')}`
    const { accent, strong, wash } = accentFrom(theme)
    assert.ok(contrast(strong, tokens.color.ground) >= 4.5, `${theme} → ${strong} on the ground`)
    assert.ok(contrast(strong, tokens.color['on-accent']) >= 4.5, `white on ${theme} → ${strong}`)
    assert.ok(contrast(accent, tokens.color.ground) >= 3, `${theme} → ${accent}`)
    assert.ok(contrast(wash, tokens.color.ink) >= 4.5, `ink on ${theme} → ${wash}`)
  }
})

test('no colour, or what is none, gives the accent of the house', () => {
  for (const theme of [null, undefined, '', 'red', '#12', 'url(x)']) {
    assert.equal(accentFrom(theme).accent, tokens.color.accent)
  }
})
