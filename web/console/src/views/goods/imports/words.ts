import { words } from '@/words'

export default words(
  {
    title: '批量导入', text: '先试一遍,每个有问题的行都会说明在哪一行、哪一列、为什么。再次导入会按编码更新,不会重复。', kind: '导入什么',
    hints: { products: "一行一个规格;同一商品编码的行是同一件商品。图片填网址,用 {'|'} 分开。", stock: '按 SKU 编码调整可售库存,写明原因。' },
    history: '导入记录', emptyTitle: '还没有导入过', emptyText: '每次导入的结果和有问题的行会留在这里。', at: '时间', file: '文件', kindColumn: '类型', rows: '行数', result: '结果', trial: '试跑', failed: '{n} 行有问题', created: '新增 {n}', updated: '更新 {n}', see: '查看',
  },
  {
    title: 'Imports', text: 'Do a dry run first: each bad row is named with its line, column and reason. Importing again updates by code and never doubles.', kind: 'What to import',
    hints: { products: "One row a variant; rows with the same product code are one product. Pictures are addresses separated by {'|'}.", stock: 'Adjusts available stock by SKU code, with a reason.' },
    history: 'Past imports', emptyTitle: 'Nothing imported yet', emptyText: 'Results and bad rows of each import are kept here.', at: 'When', file: 'File', kindColumn: 'Kind', rows: 'Rows', result: 'Result', trial: 'Dry run', failed: '{n} with problems', created: '{n} created', updated: '{n} updated', see: 'View',
  },
)
