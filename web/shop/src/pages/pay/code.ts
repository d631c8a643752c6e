// #ifdef H5
import qrcode from 'qrcode-generator'
// #endif

/** A payment link as a picture to scan; only ordinary browsers show one. */
export function codePicture(link: string): string {
  // #ifdef H5
  const code = qrcode(0, 'M')
  code.addData(link)
  code.make()
  return code.createDataURL(6, 12)
  // #endif
  // #ifndef H5
  return link ? '' : ''
  // #endif
}
