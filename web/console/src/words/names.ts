/** One word for each state, kind and reason that the server names. */
import type { Shape } from './index'

export const names = {
  orderState: {
    awaiting_payment: '待付款', forming: '待成团', to_ship: '待发货', shipped: '已发货', received: '已收货', completed: '已完成', closed: '已关闭',
    refunding: '退款中',
  },
  refundState: {
    requested: '待处理', rejected: '已拒绝', withdrawn: '买家已撤回', processing: '退款中', succeeded: '已退款', failed: '退款失败',
  },
  productState: { draft: '草稿', on_shelf: '在售', off_shelf: '已下架' },
  returnPolicy: { yes: '支持七天无理由', excluded_by_law: '依法不适用', excluded_by_confirmation: '经买家确认后不适用' },
  role: { owner: '店主', operations: '运营', content: '内容', customer_service: '客服', warehouse: '仓库', finance: '财务' },
  importKind: { products: '商品', shipments: '发货单号', stock: '库存' },
  importState: { queued: '排队中', running: '正在处理', done: '已完成', refused: '文件被拒绝' },
  stockReason: { purchase: '进货', return: '退货入库', damage: '报损', count: '盘点', gift: '赠送', other: '其他', order: '订单', refund: '退款' },
  movement: {
    received: '入库', adjusted: '调整', reserved: '下单占用', committed: '付款售出', released: '释放', returned: '退回',
  },
  wechatState: { pending: '等待上传微信', uploaded: '已上传微信', failed: '上传微信失败', not_needed: '无需上传' },
  payMethod: { mini: '小程序支付', official: '公众号支付', jsapi: 'JSAPI 支付', h5: 'H5 支付', native: '扫码支付', browser: '浏览器支付', free: '免支付' },
  campaignState: { draft: '草稿', published: '进行中', scheduled: '未开始', paused: '已暂停', stopped: '已停止', ended: '已结束' },
  campaignAlarm: { platform_stopped: '收到微信违规通知,已自动停止', margin_broken: '有规格跌破利润底线' },
  audience: { everyone: '所有人', new_customers: '新客', returning: '老客' },
  channel: { mini: '小程序', wechat_h5: '微信内网页', h5: '微信外网页' },
  approvalState: { waiting: '等待复核', approved: '已通过', refused: '已拒绝', withdrawn: '已撤回', expired: '已过期', failed: '通过后未能执行' },
  payState: { pending: '等待付款', succeeded: '已付款', closed: '已关闭' },
  caseKind: { refund_only: '仅退款', return_refund: '退货退款', exchange: '换货' },
  caseState: {
    applied: '待处理', proposed: '等买家答复', agreed: '待买家寄回', returning: '退货途中', received: '已收到退货', reshipped: '已换货发出', refunding: '退款中', refused: '已拒绝',
    refunded: '已退款', exchanged: '已换货', withdrawn: '买家已撤回', closed: '已关闭',
  },
  caseReason: {
    no_reason: '七天无理由', quality: '质量问题', damaged: '破损', wrong_item: '发错货', missing: '少件', not_as_described: '与描述不符', not_received: '没有收到货', agreed: '协商一致',
  },
  returnFreight: { none: '无', claimed: '买家申请,待决定', accepted: '已接受', declined: '未接受', paid: '已另行支付' },
  by: { shopper: '买家', staff: '店员', system: '系统' },
  flag: { 0: '无标记', 1: '红旗', 2: '黄旗', 3: '绿旗', 4: '蓝旗', 5: '紫旗' },
}

export const enNames: Shape<typeof names> = {
  orderState: {
    awaiting_payment: 'Awaiting payment', forming: 'Team forming', to_ship: 'To ship', shipped: 'Shipped', received: 'Received', completed: 'Completed', closed: 'Closed',
    refunding: 'Refunding',
  },
  refundState: {
    requested: 'To decide', rejected: 'Rejected', withdrawn: 'Withdrawn', processing: 'On its way', succeeded: 'Refunded', failed: 'Failed',
  },
  productState: { draft: 'Draft', on_shelf: 'On sale', off_shelf: 'Off sale' },
  returnPolicy: { yes: '7-day returns', excluded_by_law: 'No returns, by law', excluded_by_confirmation: 'No returns once the buyer confirms' },
  role: { owner: 'Owner', operations: 'Operations', content: 'Content', customer_service: 'Customer service', warehouse: 'Warehouse', finance: 'Finance' },
  importKind: { products: 'Products', shipments: 'Tracking numbers', stock: 'Stock' },
  importState: { queued: 'Queued', running: 'Running', done: 'Done', refused: 'File refused' },
  stockReason: { purchase: 'Purchase', return: 'Customer return', damage: 'Damage', count: 'Count', gift: 'Gift', other: 'Other', order: 'Order', refund: 'Refund' },
  movement: {
    received: 'Received', adjusted: 'Adjusted', reserved: 'Reserved by order', committed: 'Sold', released: 'Released', returned: 'Returned',
  },
  wechatState: { pending: 'Waiting for WeChat', uploaded: 'Sent to WeChat', failed: 'WeChat refused it', not_needed: 'Not needed' },
  payMethod: { mini: 'Mini program', official: 'Official account', jsapi: 'JSAPI', h5: 'H5', native: 'QR code', browser: 'Browser', free: 'nothing to pay' },
  campaignState: { draft: 'Draft', published: 'Running', scheduled: 'Not started', paused: 'Paused', stopped: 'Stopped', ended: 'Ended' },
  campaignAlarm: { platform_stopped: 'Stopped by itself on a notice of WeChat', margin_broken: 'A variant is below the profit floor' },
  audience: { everyone: 'Everybody', new_customers: 'New customers', returning: 'Returning customers' },
  channel: { mini: 'Mini program', wechat_h5: 'Pages in WeChat', h5: 'Pages outside WeChat' },
  approvalState: { waiting: 'Waiting', approved: 'Approved', refused: 'Refused', withdrawn: 'Withdrawn', expired: 'Expired', failed: 'Approved, not possible' },
  payState: { pending: 'Waiting', succeeded: 'Paid', closed: 'Closed' },
  caseKind: { refund_only: 'Refund only', return_refund: 'Return and refund', exchange: 'Exchange' },
  caseState: {
    applied: 'To decide', proposed: 'Buyer to answer', agreed: 'Buyer to send back', returning: 'On its way back', received: 'Return received', reshipped: 'Exchange sent', refunding: 'Refunding', refused: 'Refused',
    refunded: 'Refunded', exchanged: 'Exchanged', withdrawn: 'Withdrawn', closed: 'Closed',
  },
  caseReason: {
    no_reason: 'Seven days, no reason', quality: 'Poor quality', damaged: 'Damaged', wrong_item: 'Wrong goods', missing: 'Something missing', not_as_described: 'Not as described', not_received: 'Not received', agreed: 'As agreed',
  },
  returnFreight: { none: 'None', claimed: 'Asked for, to decide', accepted: 'Accepted', declined: 'Not accepted', paid: 'Paid by hand' },
  by: { shopper: 'Buyer', staff: 'Staff', system: 'System' },
  flag: { 0: 'No flag', 1: 'Red', 2: 'Yellow', 3: 'Green', 4: 'Blue', 5: 'Purple' },
}
