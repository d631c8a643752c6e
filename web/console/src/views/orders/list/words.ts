import { words } from '@/words'

export default words(
  {
    title: '订单', tabs: '订单状态', search: '订单号 / 微信支付单号 / 手机尾号 / 商品 / 运单号', from: '下单开始', to: '下单结束', flag: '标记', attention: '需要留意', attentions: { late: '超过发货时间', upload: '没能上传微信', alarm: '付款金额异常' }, alarm: '付款金额与订单不一致', urged: '买家催过发货',
    number: '订单', goods: '商品', buyer: '买家', amount: '金额', state: '状态', note: '标记与备注', placed: '下单时间', paid: '付款时间', receiver: '收货人',
    count: '件数', refunded: '已退款', pieces: '共 {n} 件', tail: '尾号 {tail}', anonymous: '未留昵称', refundedText: '已退 {value}', refundState: '退款:{state}',
    shipBy: '{when} 前发货', late: '已超过承诺发货时间', buyerSays: '买家:{text}', emptyTitle: '还没有订单', emptyText: '买家在店铺下单后会出现在这里。把店铺链接发到微信群,或在小程序里打开。',
    noteTitle: '标记与店员备注', noteText: '只有店员看得到,写进操作记录。', notePlaceholder: '例如:买家要求周五后再发', export: '导出订单', ship: '发货', open: '查看',
    bulkFlag: '批量标记', bulkPrint: '打印装箱单', bulkDone: '已标记 {n} 笔', bulkPart: '{done} 笔已标记,{failed} 笔没有成功', printMax: '一次最多打印 20 笔',
  },
  {
    title: 'Orders', tabs: 'Order state', search: 'Number / WeChat number / phone tail / product / tracking', from: 'Placed from', to: 'Placed to', flag: 'Flag', attention: 'To look at', attentions: { late: 'Late to ship', upload: 'Not taken by WeChat', alarm: 'Payment differs' }, alarm: 'The payment differs from the order', urged: 'The buyer asked to ship',
    number: 'Order', goods: 'Goods', buyer: 'Buyer', amount: 'Amount', state: 'State', note: 'Flag and note', placed: 'Placed', paid: 'Paid at', receiver: 'Receiver',
    count: 'Pieces', refunded: 'Refunded', pieces: '{n} pieces', tail: 'ends {tail}', anonymous: 'No nickname', refundedText: '{value} refunded', refundState: 'Refund: {state}',
    shipBy: 'Ship by {when}', late: 'Past the promised day', buyerSays: 'Buyer: {text}', emptyTitle: 'No orders yet', emptyText: 'Orders placed in your shop appear here. Share the shop link in a WeChat group, or open the mini program.',
    noteTitle: 'Flag and staff note', noteText: 'Only staff see it. It is kept in the record.', notePlaceholder: 'For example: ship after Friday', export: 'Export orders', ship: 'Ship', open: 'View',
    bulkFlag: 'Flag', bulkPrint: 'Print packing lists', bulkDone: '{n} flagged', bulkPart: '{done} flagged, {failed} failed', printMax: 'At most 20 at a time',
  },
)
