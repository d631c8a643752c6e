import { onPullDownRefresh } from '@dcloudio/uni-app'

/** Pull to refresh: reads again and lets the page spring back when the answer is there. */
export function useRefresh(read: () => Promise<unknown>): void {
  onPullDownRefresh(() => {
    void read().finally(() => uni.stopPullDownRefresh())
  })
}
