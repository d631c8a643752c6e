import { words } from '@/words'

export default words(
  {
    title: '售后', text: '买家收货后的退款、退货和换货。每一步都有期限,到时没有处理会自动往下走。', tabs: '售后状态', search: '订单号', addresses: '退货地址', open: '进行中', ended: '已结束',
    kind: '类型', order: '订单', goods: '商品', why: '原因', buyer: '买家', anonymous: '未留昵称', tail: '尾号 {tail}', amount: '金额', state: '状态', deadline: '期限', applied: '申请时间', dueOnly: '12 小时内到期({n})', freightOnly: '待付退货运费({n})', pressed: '收到退货已超过 5 天,还没退款', pieces: '共 {n} 件',
    emptyTitle: '没有售后', emptyText: '买家在订单里申请退款、退货或换货后,会列在这里。',
  },
  {
    title: 'After-sales', text: 'Refunds, returns and exchanges after shipping. Each step has a deadline; what nobody answers goes on by itself.', tabs: 'State', search: 'Order', addresses: 'Return addresses', open: 'Open', ended: 'Ended',
    kind: 'Kind', order: 'Order', goods: 'Goods', why: 'Reason', buyer: 'Buyer', anonymous: 'No nickname', tail: '…{tail}', amount: 'Amount', state: 'State', deadline: 'Deadline', applied: 'Asked', dueOnly: 'Due within 12 hours ({n})', freightOnly: 'Return freight owed ({n})', pressed: 'The goods came back 5 days ago, not refunded yet', pieces: '{n} pieces',
    emptyTitle: 'Nothing here', emptyText: 'Refunds, returns and exchanges that buyers ask for are listed here.',
  },
)
