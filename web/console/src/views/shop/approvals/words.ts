import { words } from '@/words'

export default words(
  {
    title: '待我复核', text: '关系到资金和密钥的操作,由一位同事提交,另一位同事复核后才生效。', tabs: '看哪些', shows: { waiting: '等我复核', mine: '我提交的', decided: '已有结果' },
    what: '操作', who: '提交人', when: '提交时间', until: '有效至', state: '状态', outcome: '结果时间', open: '查看',
    empty: { waiting: '没有等你复核的操作', mine: '你还没有提交过需要复核的操作', decided: '还没有结果' }, emptyText: '同事提交后会出现在这里,24 小时内有效。',
    change: '改动', nothing: '没有可以显示的改动。密钥从不显示。', secretNote: '请用电话或当面向提交人核对,确认是他本人提交的。密钥不会显示。', subject: '对象',
    code: '验证器中此刻的 6 位动态码', codeHint: '6 位动态码', approve: '同意并执行', approved: '已通过并执行', notDone: '已通过,但没能执行', refuse: '拒绝', refusing: '拒绝的原因', refuseHint: '提交人会看到,例如:证书不是我们的', refused: '已拒绝', withdraw: '撤回', withdrawn: '已撤回',
    decidedBy: '{who} · {when}', reason: '原因', failed: '没能执行的原因', mine: '这是你提交的,请另一位同事复核。', notYours: '你不能复核这一项。',
    rule: '这些操作怎样生效', ruleShared: '店里有另一位开启了两步验证的同事可以复核:你提交后,要他同意才生效。', ruleAlone: '店里现在只有你能办理:输入动态码后立即生效,操作记录会注明由一人办理。想更稳妥,请添加一位店主或财务,并让他在「我的账号」开启两步验证。',
    ruleMixed: '有的操作需要另一位同事复核,有的目前只有你能办理,输入动态码后立即生效。', waits: '需要复核', alone: '一人办理', totpFirst: '复核前,请先开启两步验证,并用动态码重新登录。', totpLink: '去开启',
  },
  {
    title: 'Approvals', text: 'What is about money and keys is asked for by one colleague and takes effect when another agrees.', tabs: 'What to see', shows: { waiting: 'Waiting for me', mine: 'Asked by me', decided: 'Settled' },
    what: 'Act', who: 'Asked by', when: 'Asked', until: 'Good until', state: 'State', outcome: 'Settled', open: 'View',
    empty: { waiting: 'Nothing waits for you', mine: 'You have asked for nothing', decided: 'Nothing is settled yet' }, emptyText: 'What a colleague asks for appears here for 24 hours.',
    change: 'Change', nothing: 'There is nothing to show. Keys never are.', secretNote: 'Call whoever asked, or see them, to be sure that it was them. Keys are never shown.', subject: 'Subject',
    code: 'The six digits your authenticator shows now', codeHint: 'Six digits', approve: 'Agree and do it', approved: 'Agreed and done', notDone: 'Agreed, but it was not possible', refuse: 'Refuse', refusing: 'Why not', refuseHint: 'Whoever asked reads it, e.g. the certificate is not ours', refused: 'Refused', withdraw: 'Take back', withdrawn: 'Taken back',
    decidedBy: '{who} · {when}', reason: 'Reason', failed: 'Why it was not possible', mine: 'You asked for this; another colleague decides.', notYours: 'You cannot decide on this one.',
    rule: 'How these acts take effect', ruleShared: 'Another colleague with two-step sign-in can decide: what you ask for takes effect when they agree.', ruleAlone: 'Only you can do these now: with a code they take effect at once, and the audit trail says that one person did it. For more safety, add an owner or somebody for finance and have them turn on two-step sign-in.',
    ruleMixed: 'Some acts wait for a colleague; others only you can do now, at once, with a code.', waits: 'Waits for a colleague', alone: 'You alone', totpFirst: 'Turn on two-step sign-in first, and sign in again with a code.', totpLink: 'Turn it on',
  },
)
