/** The merchant's rich text, sanitised by the server, dressed in our type: rich-text takes inline styles only. Pure. */

const DRESS: Record<string, string> = {
  p: 'margin:0 0 8px',
  h2: 'margin:20px 0 8px;font-size:var(--ly-type-16);font-weight:var(--ly-weight-strong)',
  h3: 'margin:16px 0 8px;font-size:var(--ly-type-16);font-weight:var(--ly-weight-strong)',
  h4: 'margin:16px 0 8px;font-size:var(--ly-type-14);font-weight:var(--ly-weight-strong)',
  ul: 'margin:0 0 8px;padding-left:20px',
  ol: 'margin:0 0 8px;padding-left:20px',
  table: 'width:100%;border-collapse:collapse;margin:0 0 8px',
  tr: 'border-bottom:1px solid var(--ly-line)',
  th: 'width:30%;padding:8px 12px 8px 0;text-align:left;vertical-align:top;font-weight:var(--ly-weight-plain);color:var(--ly-ink-2)',
  td: 'padding:8px 0;vertical-align:top',
  img: 'display:block;max-width:100%;height:auto',
}

export function dressed(html: string, origin: string): string {
  return html
    .replace(/<([a-z][a-z0-9]*)(?=[\s>/])/g, (open, tag: string) =>
      tag in DRESS ? `${open} style="${DRESS[tag]}"` : open,
    )
    .replace(/src="\//g, `src="${origin}`)
}
