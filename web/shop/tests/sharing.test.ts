import assert from 'node:assert/strict'
import { test } from 'node:test'
import { entryOf, scannedIn, sharedIn } from '../src/here/arrival'
import { answersOf } from '../src/here/prompts'

test('a share stands before the hash, where the server sees it, or behind it', () => {
  const front = entryOf('https://shop.example.cn/s/tea/?s=4kZ9#/pages/product/index?id=prd_1')
  assert.deepEqual(front, { path: 'pages/product/index', query: { id: 'prd_1', s: '4kZ9' } })
  const behind = entryOf('https://shop.example.cn/s/tea/#/pages/product/index?id=prd_1&s=7Qa')
  assert.deepEqual(behind.query, { id: 'prd_1', s: '7Qa' })
  assert.equal(sharedIn(entryOf('https://shop.example.cn/s/tea/?s=old#/pages/home/index?s=new').query), 'new')
  assert.equal(sharedIn(entryOf('https://shop.example.cn/s/tea/').query), '')
})

test('a code hands its scene over percent-encoded; what cannot be read is none of ours', () => {
  assert.equal(scannedIn({ scene: 'aB3%2D9' }), 'aB3-9')
  assert.equal(scannedIn({ scene: '%E0%A4%A' }), '')
  assert.equal(scannedIn(undefined), '')
})

test('answers to subscribe questions are read as each client gives them', () => {
  assert.deepEqual(answersOf({ errMsg: 'requestSubscribeMessage:ok', tpl_a: 'accept', tpl_b: 'reject' }), {
    tpl_a: 'accept',
    tpl_b: 'reject',
  })
  assert.deepEqual(answersOf('{"tpl_a":"{\\"status\\":\\"accept\\"}","tpl_b":"{\\"status\\":\\"cancel\\"}"}'), {
    tpl_a: 'accept',
  })
  assert.deepEqual(answersOf('not json'), {})
  assert.deepEqual(answersOf(undefined), {})
})
