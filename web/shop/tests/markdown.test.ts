import assert from 'node:assert/strict'
import { test } from 'node:test'
import { blocksOf } from '../src/here/markdown'

test('headings, paragraphs, lists and tables become blocks', () => {
  const text = '# 标题\n\n一段**话**。\n\n## 1. 小节\n- 其一\n\n| 信息 | 用途 |\n|---|---|\n| 手机号 | 配送 |\n'
  assert.deepEqual(blocksOf(text), [
    { kind: 'title', text: '标题' },
    { kind: 'line', text: '一段话。' },
    { kind: 'head', text: '1. 小节' },
    { kind: 'item', text: '其一' },
    { kind: 'table', head: ['信息', '用途'], rows: [['手机号', '配送']] },
  ])
})
