/** Ask for a code of this moment: an act that leaves the house, and nobody else in the shop could decide on it. */
import { ElMessageBox } from 'element-plus/es/components/message-box/index'

import { say } from '@/words'

export async function askForCode(wrong: string): Promise<string | null> {
  const typed = (await ElMessageBox.prompt(wrong || say('two.codeText'), say('two.codeTitle'), {
    confirmButtonText: say('act.confirm'),
    cancelButtonText: say('act.cancel'),
    inputPlaceholder: say('two.codeHint'),
    inputPattern: /^\s*(\d{6}|[A-Za-z2-7-]{16,24})\s*$/,
    inputErrorMessage: say('two.codeShape'),
    closeOnClickModal: false,
  }).catch(() => null)) as { value: string } | null
  return typed ? typed.value.trim() : null
}
