/** WeChat's no is kept as `CODE: message`; people read the message. */
export function refusal(error: string | null | undefined): string {
  return (error ?? '').replace(/^[A-Z][A-Z0-9_]*: */, '')
}
