import { words } from '@/words'

export default words(
  {
    back: '订单', title: '订单 {number}', print: '打印装箱单', more: '更多操作', ship: '发货', refund: '退款', price: '改价', close: '关闭订单', address: '改地址',
    closedBecause: '关闭原因:{reason}', shipBy: '请在 {when} 前发货', payBy: '买家需在 {when} 前付款,否则自动关闭', receiveBy: '{when} 自动确认收货',
    lines: '商品', quantity: '数量', unit: '单价', subtotal: '小计', shippedOf: '已发 {n}', refundedOf: '已退 {n}',
    goods: '商品合计', freight: '运费', buyer: '买家', receiver: '收货信息', reveal: '查看完整信息',
    revealText: '完整的姓名、电话和地址属于个人信息,查看会记进操作记录。', revealed: '已记录本次查看', buyerNote: '买家留言', note: '店员备注', seeOrders: '这位买家的订单',
    parcels: '包裹', parcel: '包裹 {n}', noParcels: '还没有发货。', fixParcel: '改运单', fixed: '运单已修改', carrier: '快递公司', tracking: '运单号', shippedAt: '{when} 发出',
    wechatAgain: '重新上传微信', wechatQueued: '已排队,稍后刷新查看', refunds: '退款记录', cases: '售后', history: '谁在什么时候做了什么', by: '{who}',
    priceTitle: '付款前改价', priceText: '只有买家还没付款时能改。改完后买家按新金额付款。', adjustBy: '商品优惠或加价', adjustHint: '负数为优惠,例如 -5.00', reason: '原因',
    reasonPlaceholder: '会写进订单记录', newPayable: '改后应付', tooLow: '应付不能低于 0.01 元', priced: '价格已修改', closeTitle: '关闭这笔订单', closeText: '关闭后买家不能再付款,占用的库存会放回。',
    closedDone: '订单已关闭', addressTitle: '修改收货信息', addressText: '发货前可以改。改动会记进订单记录,买家也能看到。', addressDone: '收货信息已修改', addressFirst: '先读取原来的信息',
    refundTitle: '退款', refundText: '原路退回买家的微信支付。按件退,金额可改,不会超过买家为这一行付的钱。', refundQuantity: '退几件', refundAmount: '退多少', refundFreight: '退运费',
    refundMost: '最多 {value}', refundSum: '合计退款', refundDo: '退款 {value}', refundDone: '退款已提交', over: '超过可退金额 {value}', refundAll: '全部退', freightMost: '运费 {value}',
    shipTitle: '发货', shipDo: '确认发货', shipDone: '已发货', shipQuantity: '本次发', shipHint: '分几个包裹发时,改成这个包裹里的件数。', stillToShip: '待发 {n}', pickCarrier: '选择快递公司', shipPartly: '确认部分发货',
  },
  {
    back: 'Orders', title: 'Order {number}', print: 'Print packing list', more: 'More', ship: 'Ship', refund: 'Refund', price: 'Change price', close: 'Close order', address: 'Change address',
    closedBecause: 'Closed: {reason}', shipBy: 'Ship by {when}', payBy: 'The buyer pays by {when}, or it closes by itself', receiveBy: 'Counts as received on {when}',
    lines: 'Goods', quantity: 'Quantity', unit: 'Price', subtotal: 'Amount', shippedOf: '{n} shipped', refundedOf: '{n} refunded',
    goods: 'Goods', freight: 'Freight', buyer: 'Buyer', receiver: 'Receiver', reveal: 'Show in full',
    revealText: 'The full name, phone and address are personal data. Looking is recorded.', revealed: 'This look was recorded', buyerNote: 'Buyer’s note', note: 'Staff note', seeOrders: 'Orders of this buyer',
    parcels: 'Parcels', parcel: 'Parcel {n}', noParcels: 'Nothing shipped yet.', fixParcel: 'Correct', fixed: 'Parcel corrected', carrier: 'Carrier', tracking: 'Tracking number', shippedAt: 'Sent {when}',
    wechatAgain: 'Send to WeChat again', wechatQueued: 'Queued. Refresh in a moment', refunds: 'Refunds', cases: 'After-sales', history: 'Who did what, and when', by: '{who}',
    priceTitle: 'Change the price before payment', priceText: 'Only while the buyer has not paid. The buyer then pays the new amount.', adjustBy: 'Discount or surcharge on goods', adjustHint: 'Negative for a discount, such as -5.00', reason: 'Reason',
    reasonPlaceholder: 'Kept in the order’s record', newPayable: 'Buyer then pays', tooLow: 'At least 0.01', priced: 'Price changed', closeTitle: 'Close this order', closeText: 'The buyer can no longer pay, and the reserved stock is put back.',
    closedDone: 'Order closed', addressTitle: 'Change the receiver', addressText: 'Possible before shipping. It is kept in the record and the buyer sees it.', addressDone: 'Receiver changed', addressFirst: 'Read the present one first',
    refundTitle: 'Refund', refundText: 'Goes back the way it was paid. By piece; amounts can be changed up to what the buyer paid for the line.', refundQuantity: 'Pieces', refundAmount: 'Amount', refundFreight: 'Freight back',
    refundMost: 'At most {value}', refundSum: 'Refund in total', refundDo: 'Refund {value}', refundDone: 'Refund is on its way', over: 'More than the {value} left', refundAll: 'Everything', freightMost: 'Freight {value}',
    shipTitle: 'Ship', shipDo: 'Ship', shipDone: 'Shipped', shipQuantity: 'In this parcel', shipHint: 'With several parcels, enter what is in this one.', stillToShip: '{n} to ship', pickCarrier: 'Choose a carrier', shipPartly: 'Ship a part',
  },
)
