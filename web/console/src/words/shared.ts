import { enNames, names } from './names'

import type { Shape } from './index'

export const zh = {
  brand: '涟漪',
  act: {
    save: '保存', cancel: '取消', confirm: '确定', close: '关闭', delete: '删除', edit: '修改', add: '添加', search: '搜索',
    reset: '清除条件', retry: '再试一次', back: '返回', next: '下一步', previous: '上一步', copy: '复制', copied: '已复制',
    export: '导出', more: '更多', view: '查看', upload: '上传', reload: '刷新', done: '完成', apply: '应用', print: '打印',
    test: '测试', up: '上移', down: '下移', open: '打开',
  },
  say: {
    saved: '已保存', deleted: '已删除', loading: '正在加载', none: '无', optional: '选填', required: '请填写',
    total: '共 {n} 条', totalUnknown: '已显示 {n} 条', selected: '已选 {n} 项', offline: '连不上服务器',
    unsaved: '有改动还没有保存,离开会丢失。', leave: '离开', stay: '留下', system: '系统', perPage: '每页 {n} 条',
    never: '从未', notSet: '未设置', yes: '是', no: '否', all: '全部',
  },
  state: {
    errorTitle: '没有加载出来', errorText: '可能是网络或服务器的问题,已填写的内容不会丢失。', offlineTitle: '网络断开了',
    offlineText: '连上网络后再试一次。', errorCode: '问题编号 {code}', forbiddenTitle: '你的角色看不到这里',
    forbiddenText: '需要的话,请店主在「员工」里调整你的角色。', missingTitle: '没有这个页面', missingText: '它可能已被删除,或者地址写错了。',
    goneTitle: '没有找到', goneText: '它可能已被删除,或不属于这家店。', noMatchTitle: '没有符合条件的结果', noMatchText: '换个关键词,或清除筛选条件。',
    home: '回到概览',
  },
  table: {
    columns: '显示的列', exportRows: '导出为 CSV', previous: '上一页', next: '下一页', exporting: '正在导出第 {n} 条',
  },
  two: {
    asked: '已提交,等待另一位同事复核。24 小时内有效,在「待我复核」里可以查看或撤回。', waiting: '等待另一位同事复核', waitingText: '{title} · {when} 提交', see: '查看',
    codeTitle: '请输入动态码', codeText: '这项操作关系到资金安全。店里没有第二位可以复核的同事,由你一人办理,需要验证器中此刻的 6 位动态码;操作记录会注明由一人办理。', codeHint: '6 位动态码', codeShape: '请输入 6 位数字,或一个恢复码',
  },
  money: { yuan: '元', invalid: '请填写金额,最多两位小数', tooLarge: '金额太大' },
  ...names,
}

export const en: Shape<typeof zh> = {
  brand: 'Lianyi',
  act: {
    save: 'Save', cancel: 'Cancel', confirm: 'OK', close: 'Close', delete: 'Delete', edit: 'Edit', add: 'Add', search: 'Search',
    reset: 'Clear filters', retry: 'Try again', back: 'Back', next: 'Next', previous: 'Previous', copy: 'Copy', copied: 'Copied',
    export: 'Export', more: 'More', view: 'View', upload: 'Upload', reload: 'Refresh', done: 'Done', apply: 'Apply', print: 'Print',
    test: 'Test', up: 'Move up', down: 'Move down', open: 'Open',
  },
  say: {
    saved: 'Saved', deleted: 'Deleted', loading: 'Loading', none: 'None', optional: 'Optional', required: 'Required',
    total: '{n} in total', totalUnknown: '{n} shown', selected: '{n} selected', offline: 'The server cannot be reached',
    unsaved: 'Some changes are not saved and would be lost.', leave: 'Leave', stay: 'Stay', system: 'System', perPage: '{n} per page',
    never: 'Never', notSet: 'Not set', yes: 'Yes', no: 'No', all: 'All',
  },
  state: {
    errorTitle: 'This did not load', errorText: 'The network or the server had a problem. Nothing you typed is lost.', offlineTitle: 'You are offline',
    offlineText: 'Try again once you are connected.', errorCode: 'Reference {code}', forbiddenTitle: 'Your role cannot see this',
    forbiddenText: 'If you need it, ask the owner to change your role under Staff.', missingTitle: 'No such page', missingText: 'It may have been removed, or the address is wrong.',
    goneTitle: 'Not found', goneText: 'It may have been deleted, or it belongs to another shop.', noMatchTitle: 'Nothing matches', noMatchText: 'Try another word or clear the filters.',
    home: 'Back to overview',
  },
  table: {
    columns: 'Columns', exportRows: 'Export as CSV', previous: 'Previous', next: 'Next', exporting: 'Exporting row {n}',
  },
  two: {
    asked: 'Sent. It waits for a colleague for 24 hours; see it or take it back under Approvals.', waiting: 'Waits for a colleague', waitingText: '{title} · sent {when}', see: 'View',
    codeTitle: 'Enter a code', codeText: 'This is about the safety of money. Nobody else in the shop could decide on it, so you do it alone, with the six digits your authenticator shows now. The audit trail says that one person did it.', codeHint: 'Six digits', codeShape: 'Six digits, or a recovery code',
  },
  money: { yuan: 'CNY', invalid: 'An amount with at most two decimals', tooLarge: 'The amount is too large' },
  ...enNames,
}
