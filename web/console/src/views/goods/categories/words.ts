import { words } from '@/words'

export default words(
  {
    title: '分类', text: '买家按分类找商品,最多三级。拖动可以换顺序。', add: '新建分类', addInside: '在里面新建', emptyTitle: '还没有分类', emptyText: '商品多了,分类能让买家更快找到。', count: '{n} 件', hidden: '不显示',
    editTitle: '修改分类', addTitle: '新建分类', name: '名称', icon: '图标', noIcon: '没有图标', picture: '自己的图片', pictureHint: '有图片时用图片代替图标。', shown: '在店铺里显示', removeTitle: '删除「{name}」', removeText: '只有空的分类才能删除。', moved: '顺序已保存',
    icons: {
      tea: '茶', fruit: '水果', vegetable: '蔬菜', grain: '粮油', meat: '肉类', seafood: '水产', snack: '零食', drink: '饮料', wine: '酒', bakery: '烘焙', cup: '杯具', kitchen: '厨房', home: '家居', furniture: '家具', textile: '布艺', clothing: '服装',
      shoes: '鞋', bag: '箱包', jewellery: '首饰', beauty: '美妆', care: '个护', baby: '母婴', toy: '玩具', book: '图书', stationery: '文具', sport: '运动', outdoor: '户外', phone: '数码', appliance: '电器', plant: '植物', pet: '宠物', gift: '礼品', health: '健康', craft: '手作', new: '新品', hot: '热卖',
    },
  },
  {
    title: 'Categories', text: 'Buyers find products by category, up to three levels. Drag to reorder.', add: 'New category', addInside: 'New inside', emptyTitle: 'No categories yet', emptyText: 'With more products, categories help buyers find them.', count: '{n} products', hidden: 'Hidden',
    editTitle: 'Change category', addTitle: 'New category', name: 'Name', icon: 'Icon', noIcon: 'No icon', picture: 'Own picture', pictureHint: 'A picture stands in place of the icon.', shown: 'Shown in the shop', removeTitle: 'Delete “{name}”', removeText: 'Only an empty category can be deleted.', moved: 'Order saved',
    icons: {
      tea: 'Tea', fruit: 'Fruit', vegetable: 'Vegetables', grain: 'Grain', meat: 'Meat', seafood: 'Seafood', snack: 'Snacks', drink: 'Drinks', wine: 'Wine', bakery: 'Bakery', cup: 'Cups', kitchen: 'Kitchen', home: 'Home', furniture: 'Furniture', textile: 'Textiles', clothing: 'Clothing',
      shoes: 'Shoes', bag: 'Bags', jewellery: 'Jewellery', beauty: 'Beauty', care: 'Care', baby: 'Baby', toy: 'Toys', book: 'Books', stationery: 'Stationery', sport: 'Sport', outdoor: 'Outdoor', phone: 'Digital', appliance: 'Appliances', plant: 'Plants', pet: 'Pets', gift: 'Gifts', health: 'Health', craft: 'Craft', new: 'New', hot: 'Popular',
    },
  },
)
