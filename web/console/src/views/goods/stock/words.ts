import { words } from '@/words'

export default words(
  {
    title: '库存', text: '可售 + 占用 + 已售 = 累计入库,任何时候都相等。', search: '商品 / SKU 编码', low: '只看偏低', product: '商品', sku: 'SKU 编码', available: '可售', reserved: '下单占用', sold: '已售', received: '累计入库',
    adjust: '调整', movements: '变动记录', emptyTitle: '还没有库存', emptyText: '发布商品时填写库存,或用表格导入。', adjustTitle: '调整库存', change: '增减', changeHint: '增加填正数,减少填负数', reason: '原因', note: '备注', after: '调整后可售', tooLow: '可售不能小于 0,最多减 {n}',
    done: '库存已调整', noMoves: '还没有变动。', moveAt: '时间', moveKind: '变动', moveBy: '谁', order: '订单', import: '批量调整',
  },
  {
    title: 'Stock', text: 'Available + reserved + sold = received, at all times.', search: 'Product / SKU code', low: 'Low only', product: 'Product', sku: 'SKU code', available: 'Available', reserved: 'Reserved', sold: 'Sold', received: 'Received',
    adjust: 'Adjust', movements: 'Movements', emptyTitle: 'No stock yet', emptyText: 'Enter stock when publishing a product, or import a sheet.', adjustTitle: 'Adjust stock', change: 'Change', changeHint: 'Positive adds, negative takes away', reason: 'Reason', note: 'Note', after: 'Available afterwards', tooLow: 'Not below 0: at most {n} can be taken away',
    done: 'Stock adjusted', noMoves: 'Nothing moved yet.', moveAt: 'When', moveKind: 'What', moveBy: 'Who', order: 'Order', import: 'Adjust by sheet',
  },
)
