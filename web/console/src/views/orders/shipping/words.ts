import { words } from '@/words'

export default words(
  {
    title: '发货', text: '填好快递和运单号就发出,买家和微信都会收到。', tabs: '发货方式', one: '逐单发货', batch: '批量发货', search: '订单号 / 手机尾号 / 商品', queue: '待发货 {n} 笔',
    emptyTitle: '都发完了', emptyText: '买家付款后的订单会排在这里,最早付款的在最上面。', pickTitle: '从左边选一笔订单', pickText: '或者用扫码枪扫装箱单上的订单号,光标会自动跳到运单号,回车发出。',
    scan: '扫订单号,回车', notFound: '没有找到待发货的订单 {number}', receiver: '收货人', shipped: '{number} 已发货', just: '刚刚发出', next: '发货,下一笔', partial: '分包裹发货', left: '待发 {n} 件',
    batchText: '下载模板,填订单号、快递公司、运单号三列。先试一遍可以看到每一行有没有问题;正式导入时,没问题的行发出,有问题的行留下。', lateBadge: '已超时', by: '{when} 前', print: '打印装箱单', back: '返回列表',
  },
  {
    title: 'Shipping', text: 'With carrier and tracking number it goes out; the buyer and WeChat are told.', tabs: 'How', one: 'One by one', batch: 'In a batch', search: 'Number / phone tail / product', queue: '{n} to ship',
    emptyTitle: 'All shipped', emptyText: 'Paid orders line up here, the earliest on top.', pickTitle: 'Choose an order on the left', pickText: 'Or scan the number on a packing list: the cursor goes to the tracking number, Enter ships.',
    scan: 'Scan an order number, Enter', notFound: 'No order {number} is waiting to be shipped', receiver: 'Receiver', shipped: '{number} shipped', just: 'Just shipped', next: 'Ship, next', partial: 'Several parcels', left: '{n} to ship',
    batchText: 'The template has three columns: order number, carrier, tracking number. The dry run tells of each row; the import ships good rows and leaves the others.', lateBadge: 'Late', by: 'by {when}', print: 'Print packing list', back: 'Back to the list',
  },
)
