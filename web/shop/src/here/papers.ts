/** A paper that was fetched: opened where a phone can open it and send it on, kept as a file in a browser. */

import { t } from '@/words'
import { say } from './say'

export function openPaper(file_path: string, name: string): void {
  // #ifdef MP-WEIXIN
  uni.openDocument({ filePath: file_path, fileType: 'pdf', showMenu: true, fail: () => say(t('paper.failed')) })
  // #endif
  // #ifdef H5
  const link = document.createElement('a')
  link.href = file_path
  link.download = name
  link.click()
  say(t('paper.kept'))
  // #endif
}
