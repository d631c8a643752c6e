/** The words of the log of bindings: what happened, what came of it, why. */
import { words } from '@/words'

export default words(
  {
    touches: { click: '打开分享', scan: '扫码', invitation: '接受邀请', merged: '账号合并', staff: '店铺指定' },
    results: { bound: '成为顾客', taken: '换了店主', renewed: '延长', kept: '不变', released: '解除', refused: '不计' },
    whys: {
      first: '之前没有店主', expired: '之前的归属已过有效期', holder_left: '之前的店主已退出', unprotected: '已过保护期', same_owner: '本来就是他的顾客', by_staff: '店铺指定',
      self: '自己的分享', same_device: '同一台设备', loop: '互为顾客(含多人成环)', not_selling: '当时不在推广状态', not_new: '不是新客', too_old: '打开时间太早', protected: '在保护期内', first_touch: '规则是先到先得',
    },
    line: '{who} · {touch}', ruleVersion: '规则第 {version} 版', protectedUntil: '保护到 {when}', validUntil: '有效到 {when}', forGood: '长期有效', nobody: '没有店主', log: '归属记录', logText: '只增不改。归属由记录按规则算出,任何人重算都一样。', logEmpty: '没有记录',
  },
  {
    touches: { click: 'Opened a share', scan: 'Scanned a code', invitation: 'Took an invitation', merged: 'Accounts joined', staff: 'Set by the shop' },
    results: { bound: 'Bound', taken: 'Taken over', renewed: 'Longer', kept: 'Unchanged', released: 'Released', refused: 'Not counted' },
    whys: {
      first: 'Nobody’s before', expired: 'The earlier binding was over', holder_left: 'The earlier shopkeeper left', unprotected: 'No longer protected', same_owner: 'Theirs already', by_staff: 'Set by the shop',
      self: 'Own share', same_device: 'Same device', loop: 'A circle of customers', not_selling: 'Not selling then', not_new: 'Not a new customer', too_old: 'Opened too long ago', protected: 'Protected', first_touch: 'The rule is first touch',
    },
    line: '{who} · {touch}', ruleVersion: 'Rule {version}', protectedUntil: 'Protected until {when}', validUntil: 'Counts until {when}', forGood: 'For good', nobody: 'Nobody', log: 'The log', logText: 'It only grows. Whose a customer is follows from the log and the rule, whoever works it out.', logEmpty: 'Nothing in it',
  },
)
