/** Colours for the few native controls that take a value instead of a custom property. */

import tokens from '@kit/tokens.json'

export const COLOURS = tokens.color
