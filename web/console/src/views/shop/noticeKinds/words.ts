import { words } from '@/words'

export default words(
  {
    title: '消息设置', back: '消息', text: '微信的订阅消息要用你在微信后台选好的模板,顾客每同意一次可以发一条。没有配置模板的通知只出现在商城的「消息」里。',
    rules: '安静时段与每日上限', rulesText: '夜里不急的通知等到安静时段结束再发;时间相同表示不设安静时段。', from: '从', to: '到', clock: '时:分,如 22:00', budget: '每位顾客每天最多', pieces: '条', budgetHint: '不分是哪类通知。订单、退款、拼团结果不占名额,也不受它限制。',
    kinds: '通知类型', exempt: '不占每日名额', waits: '安静时段后再发', atOnce: '随时发', on: '用微信发', fields: '内容:{names}', mini: '小程序', official: '公众号', notSet: '未配置模板', set: '配置', change: '修改', clear: '不用模板',
    dialog: '{kind} · {app}模板', choose: '模板', chooseHint: '列出的是微信后台「订阅消息 / 订阅通知」里「我的模板」', none: '微信后台还没有选用模板。先去选一个,再回来刷新。', key: '模板里的一项', field: '填什么', blank: '请选择', unfit: '没有能填这一项的内容', missing: '模板里每一项都要填上,否则微信会拒绝发送。',
    noApp: '先在「微信应用」里绑定{app}。', noAppLink: '去绑定', gone: '之前配置的模板在微信后台找不到了,请重新选一个。',
  },
  {
    title: 'Message settings', back: 'Messages', text: 'WeChat sends by templates you chose in its console, one message for each consent of a customer. A kind without a template shows only under Messages in the shop.',
    rules: 'Quiet hours and daily limit', rulesText: 'At night, what can wait goes out when the quiet hours end. Two equal times mean no quiet hours.', from: 'From', to: 'to', clock: 'hh:mm, e.g. 22:00', budget: 'At most', pieces: 'a day per customer', budgetHint: 'Whatever the kind. News of orders, refunds and teams are not counted and not held back.',
    kinds: 'Kinds', exempt: 'not counted', waits: 'waits for the morning', atOnce: 'at any hour', on: 'By WeChat', fields: 'Says: {names}', mini: 'Mini program', official: 'Official account', notSet: 'no template', set: 'Set up', change: 'Change', clear: 'No template',
    dialog: '{kind} · {app} template', choose: 'Template', chooseHint: 'Your own templates from subscription messages in WeChat’s console', none: 'No template is chosen in WeChat’s console yet. Choose one there, then refresh.', key: 'Part of the template', field: 'Filled with', blank: 'Choose', unfit: 'nothing fits this part', missing: 'Every part of the template must be filled, or WeChat refuses the message.',
    noApp: 'Link the {app} first.', noAppLink: 'Link it', gone: 'The template set up before is no longer in WeChat’s console. Please choose another one.',
  },
)
