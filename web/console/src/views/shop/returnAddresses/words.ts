import { words } from '@/words'

export default words(
  {
    title: '退货地址', text: '同意退货后,买家会看到其中一个地址。最多 {most} 个。', add: '新增地址', emptyTitle: '还没有退货地址', emptyText: '没有退货地址就不能同意退货。先加一个,处理售后时直接选。',
    standard: '默认', makeDefault: '处理售后时先用它', addTitle: '新增退货地址', editTitle: '修改退货地址', label: '给自己看的名字', labelHint: '例如:杭州仓', name: '收件人', phone: '电话', phoneHint: '手机号或座机', region: '所在地区', detail: '详细地址',
    note: '对买家说的话', noteHint: '选填,例如:请附上订单号,不收到付件', removeTitle: '删除这个退货地址', removeText: '已经告诉买家的地址不受影响。',
  },
  {
    title: 'Return addresses', text: 'Once a return is agreed, the buyer sees one of these. At most {most}.', add: 'New address', emptyTitle: 'No return address', emptyText: 'A return cannot be agreed without one. Add it once and choose it when you answer.',
    standard: 'Default', makeDefault: 'Use this one first', addTitle: 'New return address', editTitle: 'Change return address', label: 'Your own name for it', labelHint: 'Such as: main store', name: 'Receiver', phone: 'Phone', phoneHint: 'Mobile or landline', region: 'Region', detail: 'Street and number',
    note: 'A word to the buyer', noteHint: 'Optional: such as, please put the order number in', removeTitle: 'Delete this return address', removeText: 'Buyers who were told it already are not affected.',
  },
)
