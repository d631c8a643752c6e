import { onShow } from '@dcloudio/uni-app'
import { watch } from 'vue'
import { t, type Word } from '@/words'
import { language } from './display'

/** The bar's title in the reader's language, also after it was switched; answers how to say it again when it has changed. */
export function useTitle(word: Word | (() => string)): () => void {
  const set = (): void => {
    uni.setNavigationBarTitle({ title: typeof word === 'string' ? t(word) : word() })
  }
  onShow(set)
  watch(language, set)
  return set
}
