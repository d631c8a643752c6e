/** A draft to begin with: what the rules of the house promise anyway, for the merchant and their lawyer to complete. */
export default {
  body_zh: `# 店主协议

## 一、加入
加入免费,没有入门费、保证金,也不要求先购买任何商品。你已年满 18 周岁。你可以随时退出。

## 二、你做什么
在自己的小店里如实推荐本店的商品,并标明是推荐。不夸大、不使用绝对化用语、不宣称医疗功效,不承诺收入,不以任何理由要求他人付费或购买后加入。

## 三、佣金
佣金只来自顾客经你的分享下的订单,以顾客实际付款为准,退款按比例扣回。邀请他人成为店主没有奖励,他人的销售与你无关。每一笔佣金的算法都可以在收入里看到。本店不承诺收入。

## 四、结算和税
顾客收货、退货期过后,佣金可以提现。提现需要你的真实姓名和身份证号(另行单独同意),本店依法代扣代缴个人所得税。

## 五、顾客和信息
商品由本店销售、发货和售后。你不会看到顾客的电话和完整姓名,也不得收集顾客的个人信息用于其他目的。

## 六、暂停和终止
违反法律、微信平台规则或本协议的,本店可以说明原因后暂停或终止。已经产生的佣金照常结算。对归属有异议可以申诉。`,
  body_en: `# Shopkeeper agreement

## 1. Joining
Joining is free: no fee, no deposit, no purchase. You are at least 18. You may leave at any time.

## 2. What you do
You recommend goods of this shop honestly and say that you do. No superlatives, no medical claims, no promised income, and nobody is asked to pay or to buy in order to join.

## 3. Commission
Commission comes from orders that customers placed by your shares, from what they paid, and a refund takes its part back. Inviting others earns nothing; what others sell has nothing to do with you. How each commission is worked out stands in your earnings. The shop promises no income.

## 4. Settlement and tax
Once goods are received and returns are over, commission can be paid out. That takes your name and identity number (by a separate consent); the shop withholds income tax by law.

## 5. Customers and data
Goods are sold, shipped and served by the shop. You do not see phones or full names of customers and do not collect their data for anything else.

## 6. Suspension and end
Who breaks the law, WeChat's rules or this agreement may be suspended or ended, with the reason. What was earned is settled. You may appeal.`,
}
