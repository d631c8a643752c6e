/** "Remind me" of a day, wherever it stands: WeChat is asked first, then the server. */

import { useAct } from '@/here/act'
import { useNoticePrompt } from '@/here/prompts'
import { say } from '@/here/say'
import { type Day, remindMe } from './api'
import { t } from './words'

export function useReminding(load: () => Promise<unknown>) {
  const { busy, act } = useAct()
  const { prepare, ask } = useNoticePrompt()

  async function remind(day: Day): Promise<void> {
    await ask()
    const { campaign_id } = day
    const outcome = await act({ campaign_id }, (key) => remindMe(campaign_id, key))
    if (outcome.done) say(t('remind_done'))
    if (outcome.done || outcome.refusal?.status === 409) await load()
  }

  return { busy, remind, prepare: () => prepare('remind') }
}
