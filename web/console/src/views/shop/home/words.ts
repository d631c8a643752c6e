import { words } from '@/words'

export default words(
  {
    title: '首页装修', text: '买家打开店铺先看到的:横幅,和一排一排的商品。没有装修时,首页自动展示在售商品。', save: '保存并发布', saved: '首页已更新', see: '看看效果', banners: '横幅', bannersHint: '宽图,建议 5 : 3;最多 8 张。', addBanner: '添加横幅', bannerTitle: '说明文字', bannerLink: '点击后去哪里', noBanners: '没有横幅',
    linkNone: '不跳转', linkCategory: '分类', linkProduct: '商品', linkSearch: '搜索词', linkWord: '要搜索的词', sections: '商品栏', addSection: '添加商品栏', sectionTitle: '标题', source: '放哪些商品', byCategory: '一个分类里的', byHand: '我来挑', category: '选择分类', products: '选择商品', searchProducts: '搜索商品标题', noSections: '没有商品栏', removeBanner: '移除横幅', removeSection: '移除商品栏', picked: '已选 {n} 件',
  },
  {
    title: 'Home page', text: 'What buyers see first: banners, and rows of products. Left alone, it shows what is on sale.', save: 'Save and publish', saved: 'Home page changed', see: 'See it', banners: 'Banners', bannersHint: 'Wide pictures, about 5 : 3; up to 8.', addBanner: 'Add a banner', bannerTitle: 'Words', bannerLink: 'Leads to', noBanners: 'No banners',
    linkNone: 'Nowhere', linkCategory: 'Category', linkProduct: 'Product', linkSearch: 'A search', linkWord: 'Words to search', sections: 'Rows of products', addSection: 'Add a row', sectionTitle: 'Title', source: 'Which products', byCategory: 'Of a category', byHand: 'My choice', category: 'Choose a category', products: 'Choose products', searchProducts: 'Search product titles', noSections: 'No rows', removeBanner: 'Remove banner', removeSection: 'Remove row', picked: '{n} chosen',
  },
)
