import { words } from '@/words'

export default words(
  {
    title: '商品', tabs: '商品状态', search: '标题 / 编码', category: '分类', low: '只看库存偏低', new: '发布商品', export: '导出', exportXlsx: '导出 XLSX', exportCsv: '导出 CSV', import: '批量导入',
    product: '商品', code: '编码', price: '价格', available: '可售库存', sold: '已售', state: '状态', updated: '修改时间', shelf: '上架', unshelf: '下架', remove: '删除草稿',
    emptyTitle: '还没有商品', emptyText: '发布第一件商品,或用表格批量导入。', bulkOn: '批量上架', bulkOff: '批量下架', onDone: '已上架 {n} 件', offDone: '已下架 {n} 件', range: '{low} 起',
    removeTitle: '删除「{title}」', removeText: '草稿从没卖过,删除后找不回来。', soldOut: '售罄', sort: '排序', byChange: '最近修改的在前', bySold: '卖得多的在前', onAt: '{when} 上架', offAt: '{when} 下架', bulkTimed: '定时上下架', timedTitle: '定时上下架', timedText: '到时间自动进行,{n} 件商品。', timedWhen: '时间', timedDone: '已定时', timedPast: '请选择以后的时间',
  },
  {
    title: 'Products', tabs: 'Product state', search: 'Title / code', category: 'Category', low: 'Low in stock only', new: 'New product', export: 'Export', exportXlsx: 'Export XLSX', exportCsv: 'Export CSV', import: 'Import',
    product: 'Product', code: 'Code', price: 'Price', available: 'Available', sold: 'Sold', state: 'State', updated: 'Changed', shelf: 'Put on sale', unshelf: 'Take off', remove: 'Delete draft',
    emptyTitle: 'No products yet', emptyText: 'Publish the first one, or import a sheet.', bulkOn: 'Put on sale', bulkOff: 'Take off sale', onDone: '{n} on sale', offDone: '{n} taken off', range: 'from {low}',
    removeTitle: 'Delete “{title}”', removeText: 'This draft was never sold. It cannot be brought back.', soldOut: 'Sold out', sort: 'Order', byChange: 'Latest changes first', bySold: 'Best sellers first', onAt: 'on sale {when}', offAt: 'off sale {when}', bulkTimed: 'At a time', timedTitle: 'On or off sale at a time', timedText: 'Happens by itself, for {n} products.', timedWhen: 'When', timedDone: 'Set', timedPast: 'Choose a time to come',
  },
)
