import { words } from '@/words'

export default words(
  {
    title: '运费模板', text: '商品选一个模板,买家填好地址就能看到准确的运费。', add: '新建模板', emptyTitle: '还没有运费模板', emptyText: '没有模板的商品包邮。新建一个,按件或按重量收运费。', standard: '默认',
    kinds: { free: '包邮', by_piece: '按件', by_weight: '按重量' }, everywhere: '其他地区', excluded: '不送', free: '包邮',
    byPiece: '{first} 件内 {first_fee},每加 {step} 件 {step_fee}', byWeight: '{first} 克内 {first_fee},每加 {step} 克 {step_fee}', freeFrom: '满 {value} 包邮',
    addTitle: '新建运费模板', editTitle: '修改运费模板', name: '名称', kind: '怎么收', makeDefault: '没选模板的商品用它', rulesTitle: '地区规则', rulesHint: '越具体的地区越优先;「其他地区」是没写到的地方。', regions: '地区', first: '首', firstFee: '首费', step: '续', stepFee: '续费', freeFromField: '满额包邮', notHere: '不送这里', addRule: '给一些地区单独定',
    pieces: '件', grams: '克', removeTitle: '删除「{name}」', removeText: '正在被商品使用的模板不能删除。', chooseRegions: '选择地区', removeRule: '删除这条规则', more: '等 {n} 处',
  },
  {
    title: 'Freight', text: 'A product takes a template; with the address the buyer sees the exact freight.', add: 'New template', emptyTitle: 'No freight templates', emptyText: 'Products without one travel free. Make one by piece or by weight.', standard: 'Default',
    kinds: { free: 'Free', by_piece: 'By piece', by_weight: 'By weight' }, everywhere: 'Everywhere else', excluded: 'Not delivered', free: 'Free',
    byPiece: '{first_fee} up to {first} pieces, {step_fee} per {step} more', byWeight: '{first_fee} up to {first} g, {step_fee} per {step} g more', freeFrom: 'free from {value}',
    addTitle: 'New freight template', editTitle: 'Change freight template', name: 'Name', kind: 'Charged', makeDefault: 'For products without a template', rulesTitle: 'By region', rulesHint: 'The more precise region wins; “everywhere else” is what no rule names.', regions: 'Regions', first: 'First', firstFee: 'First fee', step: 'Each further', stepFee: 'Further fee', freeFromField: 'Free from', notHere: 'Not delivered here', addRule: 'A rule for some regions',
    pieces: 'pieces', grams: 'g', removeTitle: 'Delete “{name}”', removeText: 'A template in use cannot be deleted.', chooseRegions: 'Choose regions', removeRule: 'Delete this rule', more: 'and more, {n} in all',
  },
)
