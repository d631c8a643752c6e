import { words } from '@/words'

export default words(
  {
    title: '店主定价', text: '店主能不能在自己的小店里卖得更便宜、最低到多少。价格只对从那家小店进来的顾客有效,永远不会高于商城价。', back: '佣金方案',
    open: '允许店主定价', openHint: '关闭后所有小店立刻按商城价卖,店主填过的价格保留。',
    borneBy: '便宜的部分由谁承担', borne: { shopkeeper: '从这一单的佣金里减', shop: '店铺承担' }, borneHints: { shopkeeper: '佣金减到零为止;顾客如果是别的店主的,佣金不减,由店铺承担。', shop: '佣金按实付货款照常计算。' },
    bands: '最低价', bandsHint: '越具体越优先:规格 → 商品 → 分类 → 全店。没有写到的商品不能改价;比例留空也不能改价。', scopes: { sku: '规格', product: '商品', category: '分类', tenant: '全店' },
    percent: '最低为商城价的', amount: '或最低金额', fixed: '不能改价', add: '添加一条', drop: '删除这一条', none: '还没有设最低价,店主改不了任何商品的价格。',
    unknown: '有规格没填成本,我自己承担', gate: '保存时按每个在售规格算一遍:最低价、最深优惠、最高佣金一起发生时,也要守得住利润底线。',
    thin: '{n} 个规格的售价或成本变过,现在守不住底线,请调高最低价。', save: '保存', saved: '已保存', conflict: '刚被别人改过,请重新载入。',
    sold: '小店价', soldBy: '{shop}的小店价:商城价 {list},便宜 {off},由{who}承担', who: { shop: '店铺', shopkeeper: '店主佣金' },
  },
  {
    title: 'Prices of shopkeepers', text: 'Whether shopkeepers may sell cheaper in their micro-shops, and how low. A price is for whoever comes through that micro-shop and never above your own.', back: 'Commission plans',
    open: 'Shopkeepers may price', openHint: 'Switched off, every micro-shop sells at your prices at once; what shopkeepers entered is kept.',
    borneBy: 'Who bears what is cheaper', borne: { shopkeeper: 'The commission of that sale', shop: 'The shop' }, borneHints: { shopkeeper: 'Down to nothing. Where the customer is another shopkeeper’s, their commission stays and the shop bears it.', shop: 'Commission is worked out of what was paid, as always.' },
    bands: 'Lowest prices', bandsHint: 'The more particular one wins: SKU → product → category → shop. What none is for cannot be priced, nor what has no percentage.', scopes: { sku: 'SKU', product: 'Product', category: 'Category', tenant: 'Whole shop' },
    percent: 'At least, of your price', amount: 'Or an amount', fixed: 'Cannot be priced', add: 'Add one', drop: 'Remove this one', none: 'No lowest price yet: shopkeepers can change the price of nothing.',
    unknown: 'Some SKUs have no cost; I accept that', gate: 'When it is saved, every SKU on sale is worked out: the lowest price, the deepest discounts and the dearest commission together must keep the profit floor.',
    thin: 'The price or cost of {n} SKUs has changed, and they fall below the floor: raise their lowest price.', save: 'Save', saved: 'Saved', conflict: 'Somebody changed it just now; load it again.',
    sold: 'Price of a micro-shop', soldBy: '{shop}: your price {list}, {off} less, borne by {who}', who: { shop: 'the shop', shopkeeper: 'the commission' },
  },
)
