/** Packing lists as the server draws them, printed from a hidden frame without leaving the page. */
import { getText } from '@/transport/request'

export const PRINT_MAX = 20

export async function printPacking(orderIds: string[]): Promise<void> {
  const sheets: string[] = []
  for (const id of orderIds.slice(0, PRINT_MAX)) sheets.push(await getText(`/orders/${id}/packing.html`))
  const [first = ''] = sheets
  const bodies = sheets.map((sheet) => /<body[^>]*>([\s\S]*)<\/body>/i.exec(sheet)?.[1] ?? sheet)
  const together = first.replace(/(<body[^>]*>)[\s\S]*(<\/body>)/i, (_, open: string, close: string) => open + bodies.join('<div style="break-after:page"></div>') + close)

  const frame = document.createElement('iframe')
  frame.style.cssText = 'position:fixed;right:0;bottom:0;width:0;height:0;border:0'
  // Nothing in a packing list runs: the frame has no leave to.
  frame.setAttribute('sandbox', 'allow-same-origin allow-modals')
  frame.srcdoc = together
  await new Promise<void>((loaded) => {
    frame.onload = () => loaded()
    document.body.append(frame)
  })
  frame.contentWindow?.print()
  setTimeout(() => frame.remove(), 60_000)
}
