/** Every word of the page, Chinese and English side by side. */

const WORDS = {
  title: ['微信沙箱 · 手机', 'WeChat sandbox · phones'],
  not_wechat: ['这里不是微信，没有真的钱和真的人', 'Not WeChat; no real money, no real people'],
  other_language: ['English', '中文'],
  index: ['沙箱首页', 'Sandbox index'],
  chats: ['聊天', 'Chats'],
  discover: ['发现', 'Discover'],
  me: ['我', 'Me'],
  notices: ['服务通知', 'Service notifications'],
  notices_none: ['还没有通知。订单、退款和拼团的消息会出现在这里。', 'No notifications yet. Orders, refunds and teams will be told here.'],
  open_mini: ['进入小程序查看', 'Open in the mini program'],
  open_page: ['查看详情', 'Details'],
  chats_none: ['还没有聊天。点右上角发起一个。', 'No chats yet. Start one at the upper right.'],
  chat_empty: ['还没有消息', 'No messages yet'],
  new_chat: ['发起聊天', 'New chat'],
  new_group: ['选两个人以上就是群聊', 'Two or more make a group'],
  group_name: ['群名称', 'Name of the group'],
  make: ['完成', 'Done'],
  cancel: ['取消', 'Cancel'],
  write: ['发消息', 'Message'],
  send: ['发送', 'Send'],
  card_link: ['[链接] {title}', '[Link] {title}'],
  card_mini: ['[小程序] {title}', '[Mini program] {title}'],
  mini: ['小程序', 'Mini programs'],
  mini_none: ['还没有登记过页面的小程序', 'No app has registered its pages'],
  official: ['公众号', 'Official accounts'],
  moments: ['朋友圈', 'Moments'],
  moments_none: ['朋友圈里还没有内容。在网页右上角可以分享过来。', 'Nothing here yet. Share a page from its menu.'],
  scan: ['扫一扫', 'Scan'],
  scan_hint: ['选一个最近发出的码，或上传带二维码的图片', 'Choose a code that went out, or upload a picture with one'],
  scan_upload: ['从相册选一张图片', 'Choose a picture'],
  scan_none: ['还没有发出过小程序码或链接', 'No code or link went out yet'],
  scan_text: ['粘贴码里的内容', 'Paste what the code says'],
  scan_unread: ['没有在图片里找到能打开的码', 'No code that opens here was found in the picture'],
  mini_code: ['小程序码', 'Mini-program code'],
  url_link: ['URL Link', 'URL link'],
  url_scheme: ['URL Scheme', 'URL scheme'],
  leads_nowhere: ['这个码在这里打不开', 'This code opens nothing here'],
  wallet: ['零钱', 'Wallet'],
  balance: ['零钱余额', 'Balance'],
  movements: ['零钱明细', 'Movements'],
  movements_none: ['还没有收支', 'Nothing was paid or received'],
  pay: ['支付', 'Payment'],
  refund: ['退款', 'Refund'],
  transfer: ['商家转账', 'Merchant transfer'],
  share: ['分账到账', 'Profit share'],
  home: ['首页', 'Home'],
  share_friend: ['发送给朋友', 'Send to a friend'],
  share_moments: ['分享到朋友圈', 'Share to Moments'],
  copy_link: ['复制链接', 'Copy link'],
  reload: ['刷新', 'Reload'],
  copied: ['已复制', 'Copied'],
  copy_failed: ['浏览器不让复制，请手动选取', 'The browser refused; please copy by hand'],
  sent: ['已发送', 'Sent'],
  send_to: ['发送给', 'Send to'],
  say_something: ['说点什么', 'Say something'],
  publish: ['发表', 'Publish'],
  published: ['已发表', 'Published'],
  close: ['关闭', 'Close'],
  back: ['返回', 'Back'],
  menu: ['更多', 'More'],
  keep_page: ['收起', 'Put aside'],
  return_to: ['回到 {title}', 'Back to {title}'],
  by_page: ['网页由 {host} 提供', 'This page comes from {host}'],
  pay_title: ['微信支付 · 沙箱', 'WeChat Pay · sandbox'],
  pay_confirm: ['确认支付', 'Pay'],
  pay_method: ['付款方式', 'Method'],
  pay_from_wallet: ['零钱（剩余 ¥{yuan}）', 'Wallet (¥{yuan} left)'],
  pay_not_real: ['这里不是真的钱，免输密码', 'Not real money, no password needed'],
  take_title: ['商家转账 · 沙箱', 'Merchant transfer · sandbox'],
  take_from: ['{name} 给你的转账', 'A transfer from {name}'],
  take_confirm: ['确认收款', 'Take the money'],
  take_done: ['已收款，稍后到账', 'Taken; it arrives in a moment'],
  pay_done: ['支付成功', 'Paid'],
  pay_failed: ['无法支付', 'Cannot be paid'],
  understood: ['知道了', 'OK'],
  subscribe_ask: ['{name} 想给你发送以下通知', '{name} would like to send you'],
  subscribe_once: ['每同意一次，可发一条', 'One consent, one message'],
  allow: ['允许', 'Allow'],
  refuse: ['拒绝', 'Refuse'],
  one_message: ['一次性通知', 'One message'],
  not_registered: ['这个网页的地址没有登记，手机不回应它', 'The address of this page is not registered; the phone does not answer it'],
  phones: ['手机', 'Phones'],
  who: ['谁的手机', 'Whose phone'],
  add_phone: ['添一部手机', 'Add a phone'],
  remove_phone: ['收走这部手机', 'Put this phone away'],
  nobody: ['这里还没有人。添加两个人，就可以开始了。', 'Nobody lives here yet. Add two people to begin.'],
  add_person: ['添加一个人', 'Add a person'],
  person_name: ['名字', 'Name'],
  tab_tour: ['导览', 'Tour'],
  tab_wire: ['线路', 'Wire'],
  tab_world: ['世界', 'World'],
  clock: ['时钟', 'Clock'],
  clock_same: ['与真实时间一致', 'As in the real world'],
  clock_ahead: ['比真实时间快 {span}', '{span} ahead of the real world'],
  clock_behind: ['比真实时间慢 {span}', '{span} behind the real world'],
  clock_exact: ['拨到', 'Set to'],
  clock_reset: ['回到真实时间', 'Back to real time'],
  plus_5m: ['＋5 分钟', '+5 min'],
  plus_1h: ['＋1 小时', '+1 h'],
  plus_1d: ['＋1 天', '+1 day'],
  auto: ['到期的事自动发生', 'What is due happens by itself'],
  auto_off: ['到期的事要点一下才发生', 'What is due waits for a tap'],
  run_due: ['让到期的事发生', 'Do what is due'],
  faults: ['故障', 'Faults'],
  faults_none: ['没有故障，一切照常', 'No faults; all as usual'],
  fault_lost: ['丢一次支付回调', 'Lose a payment callback'],
  fault_doubled: ['支付回调来两次', 'Payment callback twice'],
  fault_late: ['支付回调晚一分钟', 'Payment callback a minute late'],
  fault_5xx: ['下一次下单报 500', 'Next order call fails (500)'],
  fault_clear: ['全部取消', 'Clear all'],
  times_left: ['还剩 {count} 次', '{count} left'],
  always: ['一直', 'always'],
  people: ['人', 'People'],
  wire_in: ['商家 → 微信', 'Shop → WeChat'],
  wire_out: ['微信 → 商家', 'WeChat → shop'],
  wire_none: ['还没有调用。在手机里打开商城，这里会一条条出现。', 'No calls yet. Open the shop in a phone and watch them arrive.'],
  wire_all: ['全部', 'All'],
  wire_money: ['钱', 'Money'],
  wire_callbacks: ['回调', 'Callbacks'],
  no_answer: ['无应答', 'no answer'],
  request: ['请求', 'Request'],
  response: ['应答', 'Answer'],
  offline: ['沙箱没有应答，正在重试', 'The sandbox does not answer; trying again'],
  yesterday: ['昨天', 'Yesterday'],
  days: ['{count} 天', '{count} d'],
  hours: ['{count} 小时', '{count} h'],
  minutes: ['{count} 分钟', '{count} min'],
  seconds: ['{count} 秒', '{count} s'],
  failed: ['没有成功：{why}', 'It did not work: {why}'],
}

const KEPT = 'phones:language'
let chosen = kept()

function kept() {
  try {
    return localStorage.getItem(KEPT) === 'en' ? 1 : 0
  } catch {
    return 0
  }
}

export const language = () => (chosen ? 'en' : 'zh-CN')

export function otherLanguage() {
  chosen = 1 - chosen
  document.documentElement.lang = language()
  try {
    localStorage.setItem(KEPT, language())
  } catch {
    // a closed storage costs a convenience only
  }
}

/** The word in the language chosen, with `{names}` filled in. */
export function t(key, values = {}) {
  return say(WORDS[key] ?? [key, key], values)
}

/** A pair of words that stands elsewhere, in the language chosen. */
export function say(pair, values = {}) {
  return pair[chosen].replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''))
}
