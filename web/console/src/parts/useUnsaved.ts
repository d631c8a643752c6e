import { ElMessageBox } from 'element-plus/es/components/message-box/index'
import { onBeforeUnmount, type Ref } from 'vue'
import { onBeforeRouteLeave } from 'vue-router'

import { say } from '@/words'

/** Ask before unsaved changes are left behind, by link or by closing the tab. */
export function useUnsaved(dirty: Ref<boolean>): void {
  onBeforeRouteLeave(async () => {
    if (!dirty.value) return true
    const leave = await ElMessageBox.confirm(say('say.unsaved'), { confirmButtonText: say('say.leave'), cancelButtonText: say('say.stay') }).catch(() => null)
    return leave !== null
  })

  const warn = (event: BeforeUnloadEvent): void => {
    if (dirty.value) event.preventDefault()
  }
  window.addEventListener('beforeunload', warn)
  onBeforeUnmount(() => window.removeEventListener('beforeunload', warn))
}
