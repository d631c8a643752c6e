import { words } from '@/words'

export default words(
  {
    steps: { shop: '店铺与账号', product: '第一件商品', freight: '运费', done: '开张' }, have: '已经有店铺?登录',
    shop: { title: '开一家店', text: '大约五分钟:店名、第一件商品、运费,然后就能卖。', name: '店铺名称', nameHint: '以后可以改。', owner: '你的姓名', login: '手机号或邮箱', loginHint: '用它登录后台。', password: '密码', passwordHint: '至少 10 个字符。', accept: '我已阅读并同意《服务条款》,并保证所售商品合法合规', submit: '开店,下一步' },
    product: { title: '上架第一件商品', text: '先放一件,其余的之后慢慢来。', picture: '图片', pictureHint: '白底或素底的方图最好看。', name: '商品标题', namePlaceholder: '例如:武夷山正山小种红茶 250g', price: '售价', stock: '库存(件)', submit: '下一步', later: '以后再说' },
    freight: { title: '运费怎么收', text: '买家下单时会按地址算好。以后可以按地区、重量细分。', free: '包邮', freeText: '全国包邮,运费由你承担。', flat: '固定运费', flatText: '每单收一样的运费。', over: '满额包邮', overText: '不到这个金额收运费,到了就包邮。', fee: '运费', from: '满多少包邮', submit: '开始卖' },
    done: { title: '开张了', text: '「{title}」已经在卖。把链接发到微信群,或让人扫码。', link: '店铺链接', enter: '进入后台', see: '看看店铺', next: '接下来:填写微信支付密钥和营业执照,买家就能付款。', emptyTitle: '店铺开好了', empty: '还没有商品,买家打开是空的。放上第一件大约一分钟。', first: '放上第一件商品' },
  },
  {
    steps: { shop: 'Shop and account', product: 'First product', freight: 'Freight', done: 'On sale' }, have: 'Have a shop already? Sign in',
    shop: { title: 'Open a shop', text: 'About five minutes: a name, a first product, freight, and it sells.', name: 'Shop name', nameHint: 'Can be changed later.', owner: 'Your name', login: 'Phone or email', loginHint: 'To sign in with.', password: 'Password', passwordHint: 'At least 10 characters.', accept: 'I have read and accept the terms, and what I sell is lawful', submit: 'Open, next' },
    product: { title: 'The first product', text: 'One for now; the others can follow.', picture: 'Picture', pictureHint: 'A square one on plain ground looks best.', name: 'Title', namePlaceholder: 'For example: black tea, 250 g', price: 'Price', stock: 'Pieces in stock', submit: 'Next', later: 'Later' },
    freight: { title: 'How freight is charged', text: 'It is reckoned from the address at ordering. Regions and weights can be added later.', free: 'Free', freeText: 'Free everywhere; you bear it.', flat: 'One fee', flatText: 'The same for each order.', over: 'Free from an amount', overText: 'A fee below it, free from it on.', fee: 'Fee', from: 'Free from', submit: 'Start selling' },
    done: { title: 'You are open', text: '“{title}” is on sale. Send the link to a WeChat group, or let people scan.', link: 'Link of the shop', enter: 'Go to the console', see: 'See the shop', next: 'Next: the WeChat Pay keys and the business licence, then buyers can pay.', emptyTitle: 'Your shop is there', empty: 'Nothing is in it yet, so buyers find it empty. A first product takes about a minute.', first: 'Put up the first product' },
  },
)
