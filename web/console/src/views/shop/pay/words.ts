import { words } from '@/words'

export default words(
  {
    title: '微信支付', text: '密钥加密保存,保存后任何人都看不到,包括你自己。', missing: '还没有填写。填好并通过测试后,买家才能付款。', mchid: '商户号', serial: '商户证书序列号', publicId: '微信支付公钥 ID', checked: '上次测试 {when}', never: '还没有测试过', test: '测试一下', notify: '通知地址', notifyHint: '微信要能从外网访问到它。',
    current: '现在的密钥', change: '更换密钥', fill: '填写密钥', formText: '在微信支付商户平台「账户中心 → API 安全」里可以找到。', mchidHint: '10 位左右的数字', serialHint: '40 位十六进制', privateKey: '商户 API 私钥', privateHint: '文件 apiclient_key.pem 的内容', apiv3: 'APIv3 密钥', apiv3Hint: '32 个字符', mode: '怎样验证微信的应答', modePublic: '微信支付公钥(推荐)', modeCertificate: '平台证书',
    modeCertificateHint: '证书由系统自动下载和更换。', publicKey: '微信支付公钥', publicIdHint: '以 PUB_KEY_ID_ 开头', save: '保存并测试', saved: '密钥已保存,正在测试', totpFirst: '更换密钥前,请先开启两步验证。', totpLink: '去开启', noPermission: '只有店主能更换密钥。', wrongPem: '不像 PEM:应以 -----BEGIN 开头',
  },
  {
    title: 'WeChat Pay', text: 'Keys are kept encrypted. Once saved nobody sees them again, you included.', missing: 'Not filled in yet. Buyers can pay once they are and the test passes.', mchid: 'Merchant number', serial: 'Certificate serial number', publicId: 'WeChat Pay public key id', checked: 'Last tested {when}', never: 'Never tested', test: 'Test', notify: 'Notice address', notifyHint: 'WeChat must be able to reach it.',
    current: 'Present keys', change: 'Change the keys', fill: 'Enter the keys', formText: 'All of it is under account centre → API security at the WeChat Pay merchant platform.', mchidHint: 'About ten digits', serialHint: '40 hexadecimal digits', privateKey: 'Merchant private key', privateHint: 'What is in apiclient_key.pem', apiv3: 'APIv3 key', apiv3Hint: '32 characters', mode: 'How answers of WeChat are verified', modePublic: 'WeChat Pay public key (better)', modeCertificate: 'Platform certificates',
    modeCertificateHint: 'They are fetched and renewed by themselves.', publicKey: 'WeChat Pay public key', publicIdHint: 'Starts with PUB_KEY_ID_', save: 'Save and test', saved: 'Keys saved, testing', totpFirst: 'Turn on two-step sign-in before changing the keys.', totpLink: 'Turn it on', noPermission: 'Only the owner can change the keys.', wrongPem: 'Not PEM: it starts with -----BEGIN',
  },
)
