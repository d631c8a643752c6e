import { words } from '@/words'

export default words(
  {
    title: '发货', text: '填好快递和运单号就发出,买家和微信都会收到。', tabs: '发货方式', one: '逐单发货', batch: '批量发货', search: '订单号 / 手机尾号 / 商品', queue: '待发货 {n} 笔',
    emptyTitle: '都发完了', emptyText: '买家付款后的订单会排在这里,最早付款的在最上面。', pickTitle: '从左边选一笔订单', pickText: '或者用扫码枪扫装箱单上的订单号,光标会自动跳到运单号,回车发出。',
    scan: '扫订单号,回车', notFound: '没有找到待发货的订单 {number}', receiver: '收货人', shipped: '{number} 已发货', just: '刚刚发出', next: '发货,下一笔', partial: '分包裹发货', left: '待发 {n} 件',
    fileName: '待发货',
    sheet: {
      take: '下载待发货表格', takeText: '待发货 {n} 笔,先付款的在前;买家正在申请退款的不在里面,先处理申请。一份最多 1000 笔。', takeXlsx: '下载表格(Excel)', takeCsv: '下载 CSV', private: '里面有买家的姓名、电话和地址:谁下载的会记进操作记录,发完请删除。', noReveal: '你的角色不能查看买家的完整地址,请店主或仓库的同事下载。',
      fill: '填「快递公司」和「运单号」两列', fillText: '别的列不用动。快递公司已经填好上次用的那家,换一家就改掉。没填运单号的行会跳过,下次再发。', carriers: '快递公司可以写:{names},写简称也行(顺丰、中通)。', and: '、',
      bring: '把填好的表格传回来', bringText: '传上来先检查,不会马上发货。有问题的行会写明原因,没问题的先发。同一份表格传几次都不会重复发货。',
    },
    lateBadge: '已超时', by: '{when} 前', print: '打印装箱单', back: '返回列表',
  },
  {
    title: 'Shipping', text: 'With carrier and tracking number it goes out; the buyer and WeChat are told.', tabs: 'How', one: 'One by one', batch: 'In a batch', search: 'Number / phone tail / product', queue: '{n} to ship',
    emptyTitle: 'All shipped', emptyText: 'Paid orders line up here, the earliest on top.', pickTitle: 'Choose an order on the left', pickText: 'Or scan the number on a packing list: the cursor goes to the tracking number, Enter ships.',
    scan: 'Scan an order number, Enter', notFound: 'No order {number} is waiting to be shipped', receiver: 'Receiver', shipped: '{number} shipped', just: 'Just shipped', next: 'Ship, next', partial: 'Several parcels', left: '{n} to ship',
    fileName: 'To ship',
    sheet: {
      take: 'Take the file of what waits', takeText: '{n} to ship, the earliest paid first; orders whose buyer asks for a refund are left out until that is decided. At most 1,000 in a file.', takeXlsx: 'Download (Excel)', takeCsv: 'Download CSV', private: 'It holds names, phones and addresses: who takes it is recorded. Delete it when all is sent.', noReveal: 'Your role may not see full addresses. Ask the owner or the warehouse to download it.',
      fill: 'Fill in carrier (快递公司) and tracking number (运单号)', fillText: 'Leave the other columns alone. The carrier you used last stands there; change it where it is another. Rows without a number are left for later.', carriers: 'Carriers: {names}. Short Chinese names do, too.', and: ', ',
      bring: 'Bring the file back', bringText: 'It is checked first; nothing is shipped yet. Rows with problems say why, the others can go. Bringing the same file twice ships nothing twice.',
    },
    lateBadge: 'Late', by: 'by {when}', print: 'Print packing list', back: 'Back to the list',
  },
)
