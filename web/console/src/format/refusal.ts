/** WeChat's no is kept as `CODE: message`, sometimes behind an HTTP status; people read the message. */
export function refusal(error: string | null | undefined): string {
  return (error ?? '').replace(/^(?:\d{3} )?[A-Z][A-Z0-9_]*: */, '')
}
