/** The guided tour. */

import { h } from './element.js'

export class Tour {
  constructor(phones) {
    this.phones = phones
  }

  look() {}

  inputs() {
    return 0
  }

  view() {
    return h('p.hint', {}, '')
  }
}
