/** The words of the log of bindings that the server's sentences leave open. */
import { words } from '@/words'

export default words(
  {
    results: { bound: '成为顾客', taken: '换了店主', renewed: '延长', kept: '不变', released: '解除', refused: '不计' },
    ruleVersion: '规则第 {version} 版', countsAt: '{when} 登录后计入', protectedUntil: '保护到 {when}', validUntil: '有效到 {when}', forGood: '长期有效', nobody: '没有店主', log: '归属记录', logText: '只增不改。归属由记录按规则算出,任何人重算都一样。', logEmpty: '没有记录。', staffSaid: '{name}:',
  },
  {
    results: { bound: 'Bound', taken: 'Taken over', renewed: 'Longer', kept: 'Unchanged', released: 'Released', refused: 'Not counted' },
    ruleVersion: 'Rule {version}', countsAt: 'counted since sign-in {when}', protectedUntil: 'Protected until {when}', validUntil: 'Counts until {when}', forGood: 'For good', nobody: 'Nobody', log: 'The log', logText: 'It only grows. Whose a customer is follows from the log and the rule, whoever works it out.', logEmpty: 'Nothing in it.', staffSaid: '{name}: ',
  },
)
