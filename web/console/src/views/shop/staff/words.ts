import { words } from '@/words'

export default words(
  {
    title: '员工', text: '每个人用自己的账号登录,按角色看到不同的页面;离职时移除,已登录的设备立即失效。', add: '添加员工', name: '姓名', login: '登录账号', role: '角色', totp: '两步验证', on: '已开启', off: '未开启', seen: '最近使用', edit: '修改', matrix: '每个角色能做什么',
    addTitle: '添加员工', editTitle: '修改员工', loginHint: '手机号或邮箱,员工用它登录。', password: '初始密码', passwordHint: '至少 10 个字符。请当面告诉员工,让他登录后修改。', newPassword: '重设密码', newPasswordHint: '留空表示不改。重设后他在所有设备上都要重新登录。', resetTotp: '清除他的两步验证', resetTotpHint: '换手机丢了验证器时使用。',
    added: '已添加', changed: '已修改', remove: '移除', removeTitle: '移除 {name}', removeText: '他会立即从所有设备退出,不能再进入这家店。他做过的操作记录会保留。', removed: '已移除', emptyTitle: '只有你一个人', emptyText: '添加客服、仓库或财务,让他们用自己的账号工作。', you: '你',
    permissions: {
      receivers_read: '看分账接收方', receivers_write: '管理分账和担保放款', commission_read: '看佣金', commission_write: '改佣金方案',
      payouts_read: '看佣金提现', payouts_write: '审核和发放佣金提现', tax_read: '看个税代扣', tax_write: '导出个税申报、登记缴税',
      compliance_read: '看合规看板', compliance_write: '处理合规发现',
      goods_read: '看商品', goods_write: '改商品', stock_write: '改库存', orders_read: '看订单', orders_write: '备注、改地址、关单', orders_ship: '发货', orders_refund: '退款', orders_price: '改价', people_read: '看客户', people_reveal: '看完整手机和地址',
      reconciliation_read: '看对账', reconciliation_write: '处理对账差异',
      ledger_read: '看账本', shop_settings: '店铺设置', shop_staff: '管理员工', keys_write: '密钥', audit_read: '操作记录',
      campaigns_read: '看活动', campaigns_write: '写活动', campaigns_stop: '发布和停止活动', notices_read: '看消息', notices_write: '设置消息', shares_read: '看分享关系', approvals_decide: '复核他人操作', complaints_read: '看投诉', complaints_write: '处理投诉', aftersales_read: '看售后', aftersales_write: '处理售后',
      shopkeepers_read: '看小店店主', shopkeepers_write: '审核和管理店主', disputes_read: '看归属申诉', disputes_write: '裁定归属申诉',
    },
  },
  {
    title: 'Staff', text: 'Everybody signs in with their own account and sees what their role may. Who leaves is removed, and their devices are out at once.', add: 'Add staff', name: 'Name', login: 'Login', role: 'Role', totp: 'Two-step', on: 'On', off: 'Off', seen: 'Last used', edit: 'Edit', matrix: 'What each role may do',
    addTitle: 'Add staff', editTitle: 'Change staff', loginHint: 'A phone number or email to sign in with.', password: 'First password', passwordHint: 'At least 10 characters. Tell them in person and have them change it.', newPassword: 'New password', newPasswordHint: 'Empty leaves it. With a new one they sign in again everywhere.', resetTotp: 'Clear their two-step sign-in', resetTotpHint: 'For a lost authenticator.',
    added: 'Added', changed: 'Changed', remove: 'Remove', removeTitle: 'Remove {name}', removeText: 'They are signed out everywhere at once and cannot come back. What they did stays in the trail.', removed: 'Removed', emptyTitle: 'Only you', emptyText: 'Add customer service, warehouse or finance with their own accounts.', you: 'You',
    permissions: {
      receivers_read: 'See share receivers', receivers_write: 'Change receivers, retry releases', commission_read: 'See commission', commission_write: 'Change commission plans',
      payouts_read: 'See pay-outs of commission', payouts_write: 'Review and send pay-outs', tax_read: 'See withheld tax', tax_write: 'Export the tax file, mark tax as paid',
      compliance_read: 'See the compliance board', compliance_write: 'Deal with compliance findings',
      goods_read: 'See goods', goods_write: 'Change goods', stock_write: 'Change stock', orders_read: 'See orders', orders_write: 'Notes, address, closing', orders_ship: 'Ship', orders_refund: 'Refund', orders_price: 'Change prices', people_read: 'See people', people_reveal: 'Whole phone and address',
      reconciliation_read: 'See reconciliation', reconciliation_write: 'Settle differences',
      ledger_read: 'Ledger', shop_settings: 'Shop settings', shop_staff: 'Staff', keys_write: 'Keys', audit_read: 'Audit trail',
      campaigns_read: 'See campaigns', campaigns_write: 'Write campaigns', campaigns_stop: 'Publish and stop campaigns', notices_read: 'See messages', notices_write: 'Set messages', shares_read: 'See who shared', approvals_decide: 'Decide on what others ask', complaints_read: 'See complaints', complaints_write: 'Handle complaints', aftersales_read: 'See after-sales', aftersales_write: 'Decide after-sales',
      shopkeepers_read: 'See shopkeepers', shopkeepers_write: 'Review and manage shopkeepers', disputes_read: 'See appeals', disputes_write: 'Decide appeals',
    },
  },
)
