/**
 * The shop's terms and privacy guide. They say what the software does; a merchant's lawyer may publish longer ones,
 * and the version a person agreed to is recorded with the consent.
 */

import type { Language } from '@kit/money'

export interface Section {
  head: string
  lines: readonly string[]
}

export type DocumentKind = 'terms' | 'privacy'

const zh: Record<DocumentKind, readonly Section[]> = {
  terms: [
    {
      head: '谁和谁订立合同',
      lines: ['您在本店下单,是与页面底部所示的经营者订立买卖合同。下单成功并付款后合同成立。'],
    },
    {
      head: '价格与付款',
      lines: [
        '页面显示的价格以人民币计,运费在确认订单时单独列出。提交订单时的应付金额不会高于您看到的金额。',
        '未在订单所示时间前付款的,订单自动关闭,库存释放。款项由微信支付收取。',
      ],
    },
    {
      head: '发货与收货',
      lines: ['付款后由商家安排发货,订单页可以看到包裹与运单号。发货后到期未操作的,系统自动确认收货,时间写在订单页。'],
    },
    {
      head: '退款与退货',
      lines: [
        '发货前可以申请退款。除法律规定或您在下单时单独确认不适用的商品外,收货后七日内可以退货。',
        '退款原路退回付款账户,到账时间以微信支付和银行为准。',
      ],
    },
    { head: '争议', lines: ['请先与商家联系。协商不成的,可以向消费者协会或市场监督管理部门投诉,也可以向法院起诉。'] },
  ],
  privacy: [
    {
      head: '我们收集什么',
      lines: [
        '登录:手机号,或微信提供的标识。用于认出您的账户。',
        '下单:收货人姓名、电话和地址。用于发货。加密保存,店员每次查看都有记录。',
        '浏览:您看过和收藏的商品。用于足迹和推荐,可以在「隐私与安全」关闭个性化推荐。',
      ],
    },
    {
      head: '交给谁',
      lines: ['付款信息由微信支付处理;收货信息交给承运的快递公司。除此之外不提供给他人,法律另有规定的除外。'],
    },
    { head: '保存多久', lines: ['账户注销后删除个人信息。订单与交易记录按《电子商务法》自交易完成之日起保存不少于三年。'] },
    {
      head: '您的权利',
      lines: ['在「隐私与安全」可以查看同意记录、导出数据、退出其他设备、关闭个性化推荐、注销账户。', '也可以通过页面底部的电话联系我们。'],
    },
  ],
}

const en: Record<DocumentKind, readonly Section[]> = {
  terms: [
    {
      head: 'Who contracts with whom',
      lines: ['By ordering here you buy from the business named at the foot of the page. The contract is made when you have ordered and paid.'],
    },
    {
      head: 'Prices and payment',
      lines: [
        'Prices are in Chinese yuan; shipping is listed apart before you order. You never pay more than the amount you saw when ordering.',
        'An order that is not paid by the time it shows closes by itself and its stock is released. WeChat Pay collects the payment.',
      ],
    },
    {
      head: 'Shipping and receipt',
      lines: ['The merchant ships after payment; the order shows parcels and tracking numbers. If you do nothing after shipping, receipt is confirmed by itself at the time shown on the order.'],
    },
    {
      head: 'Refunds and returns',
      lines: [
        'You may ask for a refund before shipping. Within seven days of receipt you may return goods, except those excluded by law or by your own confirmation when ordering.',
        'Money goes back the way it came; WeChat Pay and your bank decide how long that takes.',
      ],
    },
    { head: 'Disputes', lines: ['Please contact the merchant first. You may also turn to the consumer association, the market regulator or a court.'] },
  ],
  privacy: [
    {
      head: 'What we collect',
      lines: [
        'Sign-in: your phone number or the identifier WeChat gives us, to recognise your account.',
        'Orders: name, phone and address of the receiver, to ship. They are stored encrypted, and every look by staff is recorded.',
        'Browsing: products you viewed or kept, for your trail and for suggestions. You can switch personal suggestions off.',
      ],
    },
    {
      head: 'Who receives it',
      lines: ['WeChat Pay handles payment; the carrier receives what it needs to deliver. Nobody else, unless the law requires it.'],
    },
    { head: 'How long', lines: ['Personal data goes when you delete your account. Orders and transactions are kept for at least three years, as Chinese e-commerce law requires.'] },
    {
      head: 'Your rights',
      lines: ['Under "Privacy and security" you can see consents, export your data, end other sessions, switch suggestions off and delete your account.', 'You can also call the number at the foot of the page.'],
    },
  ],
}

export const TEXTS: Record<Language, Record<DocumentKind, readonly Section[]>> = { 'zh-CN': zh, en }
