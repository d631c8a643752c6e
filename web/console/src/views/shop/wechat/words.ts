import { words } from '@/words'

export default words(
  {
    title: '小程序与公众号', text: '买家从这里登录和付款。密钥加密保存,保存后不再显示。', kinds: { mini: '小程序', official: '公众号' }, kindText: { mini: '买家在微信里打开小程序购物;发货信息也由它上传给微信。', official: '买家在微信里打开网页店铺时,用它登录和付款。' },
    missing: '还没有绑定', appid: 'AppID', secret: 'AppSecret', secretKept: '已保存,尾号 {last4}。留空表示不改', push: '消息推送', pushText: '把下面的地址填到微信后台「消息推送」,再把那里的令牌和密钥填回来。', pushUrl: '推送地址', pushToken: '令牌 Token', pushKey: 'EncodingAESKey', kept: '已保存,留空表示不改', save: '保存', saved: '已保存', test: '测试一下', totpFirst: '修改密钥前,请先开启两步验证。', totpLink: '去开启',
  },
  {
    title: 'WeChat apps', text: 'Where buyers sign in and pay. Keys are kept encrypted and never shown again.', kinds: { mini: 'Mini program', official: 'Official account' }, kindText: { mini: 'Buyers shop in it inside WeChat; it also tells WeChat about shipping.', official: 'Signs buyers in and lets them pay when they open the web shop inside WeChat.' },
    missing: 'Not linked', appid: 'AppID', secret: 'AppSecret', secretKept: 'Kept, ends {last4}. Empty leaves it', push: 'Message push', pushText: 'Enter this address under message push at WeChat, then its token and key here.', pushUrl: 'Push address', pushToken: 'Token', pushKey: 'EncodingAESKey', kept: 'Kept. Empty leaves it', save: 'Save', saved: 'Saved', test: 'Test', totpFirst: 'Turn on two-step sign-in before changing keys.', totpLink: 'Turn it on',
  },
)
