/** One page's share: made when the page opens, handed to WeChat's own menus and to the share sheet. */

import { onShow, onUnload } from '@dcloudio/uni-app'
import { ref, shallowRef, watch } from 'vue'
import { asRefusal, type Refusal } from '@/api/refusal'
import { newKey } from '@/api/request'
import { makeShare } from '@/api/shares'
import type { Share, ShareTarget } from '@/api/types'
import { arrived, rememberMade } from './arrival'
import { absolute } from './place'
import { loadShop } from './storefront'
import { signedIn } from './token'
// #ifdef H5
import { weChat } from './wechat'
// #endif

const SETTLED_AFTER_MS = 400

/** What a page hands on, and within which campaign. */
export type Wish = ShareTarget & { campaign_id?: string }

/** What stands in while the server's own words are on the way. */
export interface Plain {
  title: string
  path: string
  picture?: string | null
}

/**
 * `target` answers what this page would hand on (null while it is unknown). A page of the mini program passes
 * `message` and `timeline` to its own onShareAppMessage and onShareTimeline: the compiler looks for them there.
 */
export function useShare(target: () => Wish | null, plain: () => Plain) {
  const share = shallowRef<Share | null>(null)
  const refusal = shallowRef<Refusal | null>(null)
  const open = ref(false)
  const named = ref<boolean | null>(null)
  let asked = ''

  /** Asks again when the target or its numbers changed: the picture's address tells one state from the next. */
  async function prepare(again = false): Promise<Share | null> {
    const wanted = target()
    const question = JSON.stringify([wanted, signedIn(), named.value])
    if (!wanted || (question === asked && !again)) return share.value
    asked = question
    try {
      await loadShop()
      await arrived()
      const { kind, id, campaign_id } = wanted
      const made = await makeShare({ kind, id }, campaign_id ?? null, named.value, newKey())
      if (asked !== question) return share.value
      share.value = made
      rememberMade(made.token)
      refusal.value = null
      feed()
      return made
    } catch (caught) {
      asked = ''
      refusal.value = asRefusal(caught)
      return null
    }
  }

  function feed(): void {
    // #ifdef H5
    const made = share.value
    if (made) void weChat().then((wx) => wx && tellMenus(wx, made))
    // #endif
  }

  function show(): void {
    open.value = true
    void prepare()
  }

  /** Whether the sharer stands on it by name: another picture. */
  function name(wanted: boolean): void {
    named.value = wanted
    void prepare()
  }

  function message() {
    const known = share.value
    const { title, path, picture } = plain()
    const fallback = { title, path, imageUrl: absolute(picture) }
    return known ? asMessage(known) : { ...fallback, promise: prepare().then((made) => (made ? asMessage(made) : fallback)) }
  }

  function timeline() {
    const known = share.value
    const { title, path, picture } = plain()
    if (!known) return { title, query: path.split('?')[1] ?? '', imageUrl: absolute(picture) }
    return {
      title: known.timeline_title,
      query: known.mini_path.split('?')[1] ?? '',
      imageUrl: absolute(known.card_url),
    }
  }

  // A page often learns in two steps what it hands on: a product first, then the campaign it is in.
  let soon: ReturnType<typeof setTimeout> | undefined
  watch(
    [() => JSON.stringify(target()), signedIn],
    () => {
      clearTimeout(soon)
      soon = setTimeout(() => void prepare(), SETTLED_AFTER_MS)
    },
    { immediate: true },
  )
  onUnload(() => clearTimeout(soon))
  onShow(feed)
  return { share, refusal, open, named, show, name, prepare, message, timeline }
}

function asMessage(made: Share) {
  return { title: made.title, path: `/${made.mini_path}`, imageUrl: absolute(made.card_url) }
}

// #ifdef H5
function tellMenus(wx: NonNullable<Awaited<ReturnType<typeof weChat>>>, made: Share): void {
  const { link, title, description, timeline_title } = made
  const imgUrl = absolute(made.card_url)
  wx.updateAppMessageShareData({ title, desc: description, link, imgUrl })
  wx.updateTimelineShareData({ title: timeline_title, link, imgUrl })
}
// #endif
