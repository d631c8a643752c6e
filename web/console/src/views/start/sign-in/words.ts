import { words } from '@/words'

export default words(
  {
    title: '登录店铺后台', text: '用开店时的手机号或邮箱登录。', login: '手机号或邮箱', password: '密码', submit: '登录',
    totp: '动态验证码', totpText: '打开验证器应用,输入 6 位数字。', chooseTitle: '选择店铺', chooseText: '这个账号在几家店工作,先选一家。',
    open: '还没有店铺?免费开一家', other: '换一个账号', wrongTotp: '请输入 6 位数字', lostPhone: '手机不在身边?用恢复码', withPhone: '用验证器的动态码', recovery: '恢复码',
    recoveryText: '输入开启两步验证时抄下的一个恢复码,每个只能用一次。',
  },
  {
    title: 'Sign in to your shop', text: 'With the phone number or email the shop was opened with.', login: 'Phone or email', password: 'Password', submit: 'Sign in',
    totp: 'One-time code', totpText: 'Six digits from your authenticator app.', chooseTitle: 'Choose a shop', chooseText: 'This account works in more than one shop.',
    open: 'No shop yet? Open one for free', other: 'Use another account', wrongTotp: 'Six digits', lostPhone: 'Phone not at hand? Use a recovery code', withPhone: 'Use the authenticator', recovery: 'Recovery code',
    recoveryText: 'Enter one of the recovery codes you kept when you turned two-step sign-in on. Each works once.',
  },
)
