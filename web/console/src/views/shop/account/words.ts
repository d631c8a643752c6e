import { words } from '@/words'

export default words(
  {
    title: '我的账号', text: '登录方式和正在登录的设备。', password: '修改密码', current: '当前密码', next: '新密码', again: '再输一次新密码',
    rule: '至少 10 个字符。', mismatch: '两次输入不一致', changed: '密码已修改', change: '修改密码', totp: '两步验证',
    totpOn: '已开启。登录时除了密码,还需要验证器里的 6 位数字。', totpOff: '开启后,即使密码泄露,别人也进不来。保存支付密钥等操作必须先开启。',
    begin: '开启两步验证', scan: '用验证器应用(如微信小程序「二次验证码」、Google Authenticator)扫描二维码,再输入显示的 6 位数字。',
    secret: '扫不了?手动输入密钥', code: '6 位验证码', confirm: '确认开启', enrolled: '两步验证已开启', sessions: '登录中的设备',
    thisOne: '当前设备', revoke: '退出', revoked: '已让该设备退出', lastSeen: '最近使用', signedIn: '登录于', renew: '换一台手机验证', recovery: '把这些恢复码抄下来放好。手机丢了时,每个可以代替验证器用一次;离开这里就再也看不到了。', copyAll: '全部复制', keptThem: '我已抄好',
  },
  {
    title: 'My account', text: 'How you sign in, and where you are signed in.', password: 'Password', current: 'Current password', next: 'New password', again: 'New password again',
    rule: 'At least 10 characters.', mismatch: 'These differ', changed: 'Password changed', change: 'Change password', totp: 'Two-step sign-in',
    totpOn: 'On. Signing in asks for six digits from your authenticator besides the password.', totpOff: 'With it on, a leaked password alone lets nobody in. Saving payment keys requires it.',
    begin: 'Turn it on', scan: 'Scan the code with an authenticator app, then enter the six digits it shows.',
    secret: 'Cannot scan? Enter this key', code: 'Six digits', confirm: 'Turn on', enrolled: 'Two-step sign-in is on', sessions: 'Signed-in devices',
    thisOne: 'This device', revoke: 'Sign out', revoked: 'That device is signed out', lastSeen: 'Last used', signedIn: 'Signed in', renew: 'Use another phone', recovery: 'Write these recovery codes down. Each stands in for the authenticator once; they are shown only here.', copyAll: 'Copy all', keptThem: 'I have them',
  },
)
