/** The consent page inside a phone: the phone's person is known by the name of its window, and agrees at once. */

const person = /^MicroMessenger (p_[0-9a-f]+)$/.exec(window.name)?.[1]
if (person && window.parent !== window) {
  const query = new URLSearchParams(location.search)
  query.set('sandbox_person', person)
  location.replace(`${location.pathname}?${query}`)
}
