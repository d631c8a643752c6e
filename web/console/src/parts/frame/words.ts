import { words } from '@/words'

export default words(
  {
    group: { start: '', trade: '交易', goods: '商品', plays: '玩法', distribution: '分销', money: '资金', shop: '店铺' },
    seeShop: '查看店铺', account: '我的账号', signOut: '退出登录', language: 'English', menu: '菜单', sandbox: '沙箱环境',
    sandboxHint: '这里的付款、退款和微信消息都是模拟的,不会动真钱。', skip: '跳到正文', help: '接口文档',
  },
  {
    group: { start: '', trade: 'Trade', goods: 'Goods', plays: 'Plays', distribution: 'Shopkeepers', money: 'Money', shop: 'Shop' },
    seeShop: 'See the shop', account: 'My account', signOut: 'Sign out', language: '中文', menu: 'Menu', sandbox: 'Sandbox',
    sandboxHint: 'Payments, refunds and WeChat messages here are imitated. No real money moves.', skip: 'Skip to content', help: 'API reference',
  },
)
