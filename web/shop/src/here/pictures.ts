/** Keeping a picture: in the album of a phone, as a file in a browser. */

import { t } from '@/words'
import { ask, say } from './say'

export function savePicture(url: string): void {
  // #ifdef MP-WEIXIN
  uni.downloadFile({
    url,
    success: ({ tempFilePath }) => toAlbum(tempFilePath),
    fail: () => say(t('share.save_failed')),
  })
  // #endif
  // #ifdef H5
  const link = document.createElement('a')
  link.href = url
  link.download = url.split('/').pop() ?? 'poster.jpg'
  link.click()
  // #endif
}

// #ifdef MP-WEIXIN
function toAlbum(filePath: string): void {
  uni.saveImageToPhotosAlbum({
    filePath,
    success: () => say(t('share.saved')),
    fail: ({ errMsg }: { errMsg: string }) => {
      if (/auth|deny|authorize/i.test(errMsg)) void openAlbumSetting()
      else if (!/cancel/i.test(errMsg)) say(t('share.save_failed'))
    },
  })
}

/** Refused once, WeChat does not ask again: only its settings page can allow it. */
async function openAlbumSetting(): Promise<void> {
  if (await ask(t('share.album_ask'), t('share.album_text'), t('share.album_open'))) uni.openSetting({})
}
// #endif
