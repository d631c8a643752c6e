/** What was typed, from the event of an input: uni-app puts the text into its detail, in browsers and mini programs. */
export function typedIn(event: Event): string {
  return (event as unknown as { detail: { value: string } }).detail.value
}
