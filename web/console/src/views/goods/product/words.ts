import { words } from '@/words'

export default words(
  {
    back: '商品', newTitle: '发布商品', save: '保存', saveAndShelf: '保存并上架', shelf: '上架', unshelf: '下架', onShelf: '已上架,买家现在能看到', offShelf: '已下架', saved: '已保存',
    basics: '基本信息', titleField: '标题', titleHint: '买家搜索的就是它,写清品名、规格和特点。', subtitle: '一句话卖点', code: '商品编码', codeHint: '留空会自动生成;表格导入按它更新。', category: '分类', noCategory: '不分类', brand: '品牌', tags: '标签', tagsHint: '输入后回车,最多 10 个',
    pictures: '图片', picturesHint: '第一张是封面。拖动可以换顺序;最多 9 张,每张不超过 10 MB,位置信息会自动去掉。',
    selling: '价格与库存', single: '只有一种规格', addOption: '添加规格', optionName: '规格名,如 净含量', optionValue: '输入一个值,回车添加', removeOption: '删除规格', batch: '批量填写', batchApply: '填入所有规格', tooMany: '组合超过 {max} 种,请减少规格值',
    price: '售价', market: '划线价', cost: '成本', stock: '库存', available: '可售', weight: '重量(克)', skuCode: 'SKU 编码', barcode: '条码', active: '在卖', priceNeeded: '请填写售价', stockHint: '已有库存请到「库存」里调整,每次变动都有原因。', marketLow: '划线价应高于售价', auto: '自动', pieces: '几件',
    terms: '运费与退货', freight: '运费模板', freightNone: '包邮', freightNew: '新建运费模板', policy: '七天无理由退货',
    policyText: {
      yes: '大多数商品适用。买家签收后七天内可以退,运费由买家承担。', excluded_by_law: '仅限法律列明的商品:定做的、鲜活易腐的、拆封的音像软件、在线下载的数字商品、交付的报纸期刊。(消费者权益保护法第二十五条)',
      excluded_by_confirmation: '拆封后影响人身安全或品质的、激活后价值贬损大的、临近保质期的等。买家下单时须单独勾选确认,否则仍按七天无理由处理。(网络购买商品七日无理由退货暂行办法第七条)',
    },
    description: '商品详情', preview: '手机里的样子', history: '价格记录', historyText: '每个规格每次改价都留着,是写「原价」「降价」的依据。', noHistory: '还没有改过价格。', since: '起', now: '现价',
    conflictTitle: '这件商品刚被别人改过', conflictText: '为了不盖掉对方的改动,你的修改还没有保存。可以载入最新内容(你的改动会丢失),或者留在这里先把自己的改动抄下来。', reload: '载入最新内容', keep: '留在这里',
    leaveTitle: '还没有保存', needed: '还差:{what}', lookAtWords: '有些文字可能违反广告法或微信规则,建议改掉', neededTitle: '标题', neededPrice: '每个规格的售价', neededStock: '库存(没有就填 0)', and: '、', see: '在店里看', noPay: '买家能看到这件商品,但还不能付款:店铺还没有填微信支付密钥。', noPayGo: '去填写', rows: '{n} 种规格',
  },
  {
    back: 'Products', newTitle: 'New product', save: 'Save', saveAndShelf: 'Save and sell', shelf: 'Put on sale', unshelf: 'Take off sale', onShelf: 'On sale. Buyers see it now', offShelf: 'Taken off sale', saved: 'Saved',
    basics: 'Basics', titleField: 'Title', titleHint: 'This is what buyers search. Name, size and what is special.', subtitle: 'One line about it', code: 'Product code', codeHint: 'Made for you when left empty; imports update by it.', category: 'Category', noCategory: 'None', brand: 'Brand', tags: 'Tags', tagsHint: 'Enter adds one, up to 10',
    pictures: 'Pictures', picturesHint: 'The first is the cover. Drag to reorder. Up to 9, 10 MB each; where they were taken is removed.',
    selling: 'Price and stock', single: 'One variant only', addOption: 'Add an option', optionName: 'Option, such as weight', optionValue: 'A value, Enter adds it', removeOption: 'Remove option', batch: 'Fill all', batchApply: 'Fill all variants', tooMany: 'More than {max} combinations. Use fewer values',
    price: 'Price', market: 'Was', cost: 'Cost', stock: 'Stock', available: 'Available', weight: 'Weight (g)', skuCode: 'SKU code', barcode: 'Barcode', active: 'Selling', priceNeeded: 'A price is needed', stockHint: 'Existing stock is changed under Stock, each time with a reason.', marketLow: 'Should be above the price', auto: 'By itself', pieces: 'Pieces',
    terms: 'Freight and returns', freight: 'Freight template', freightNone: 'Free freight', freightNew: 'New freight template', policy: '7-day returns without reason',
    policyText: {
      yes: 'Fits most goods. Buyers may return within seven days of receipt and pay the return freight.', excluded_by_law: 'Only what the law lists: made to order, fresh and perishable, unsealed media and software, downloads, delivered newspapers. (Consumer law, art. 25)',
      excluded_by_confirmation: 'Unsealed goods that touch safety or hygiene, goods that lose value once activated, near expiry and the like. Buyers must tick a separate box when ordering, else the seven days apply. (Measures on 7-day returns, art. 7)',
    },
    description: 'Description', preview: 'On a phone', history: 'Price history', historyText: 'Each change of each variant is kept: the ground for any “was” price.', noHistory: 'The price never changed.', since: 'from', now: 'Now',
    conflictTitle: 'Somebody changed this product just now', conflictText: 'Yours is not saved, so that theirs is not lost. Load the newest (yours is lost), or stay and copy your changes first.', reload: 'Load the newest', keep: 'Stay here',
    leaveTitle: 'Not saved yet', needed: 'Missing: {what}', lookAtWords: 'Some words may break the advertising law or WeChat’s rules; better change them', neededTitle: 'title', neededPrice: 'a price for each variant', neededStock: 'stock (0 if there is none)', and: ', ', see: 'See it in the shop', noPay: 'Buyers see this product but cannot pay yet: the WeChat Pay keys are missing.', noPayGo: 'Enter them', rows: '{n} variants',
  },
)
