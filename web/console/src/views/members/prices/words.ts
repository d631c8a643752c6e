import { words } from '@/words'

export default words(
  {
    title: '单独会员价', text: '平常按等级折扣计算;个别商品可以给某个等级单独定价,或不参加会员价。', pick: '选择商品', sku: '规格', list: '售价', byLevel: '按等级折扣', own: '单独定价', none: '不参加', save: '保存', saved: '已保存', listed: '已单独设置的规格', empty: '还没有单独设置的规格', noLevels: '先设置会员等级,再单独定价。', change: '修改', unknown: '没有填成本', unknownText: '这些商品没有填成本,无法核对利润。仍要保存吗?', accept: '自行承担,保存',
  },
  {
    title: 'Prices of their own', text: 'Goods follow the discount of the level; single SKUs may have a price of their own at a level, or no member price.', pick: 'Choose a product', sku: 'SKU', list: 'List price', byLevel: 'By the level', own: 'Own price', none: 'None', save: 'Save', saved: 'Saved', listed: 'SKUs with prices of their own', empty: 'None yet', noLevels: 'Set levels up first.', change: 'Change', unknown: 'No cost given', unknownText: 'These goods have no cost, so the margin cannot be checked. Save all the same?', accept: 'Save at our own risk',
  },
)
