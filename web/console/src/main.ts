import 'element-plus/theme-chalk/base.css'
import 'element-plus/theme-chalk/el-message.css'
import 'element-plus/theme-chalk/el-message-box.css'
import './theme/base.css'
import './theme/element.css'

import { createPinia } from 'pinia'
import { createApp } from 'vue'

import App from './App.vue'
import { router } from './router'
import { useSession } from './session/store'
import { askForCode } from './transport/code'
import { onCodeNeeded, onSignedOut } from './transport/request'
import { i18n, language, setLanguage } from './words'

const app = createApp(App)
app.use(createPinia())
app.use(i18n)
setLanguage(language())

onSignedOut(() => {
  const session = useSession()
  if (!session.me) return
  session.forget()
  const here = router.currentRoute.value.fullPath
  void router.push({ path: '/sign-in', query: { back: here } })
})

onCodeNeeded(askForCode)

app.use(router)
app.mount('#app')
