import assert from 'node:assert/strict'
import { test } from 'node:test'
import { citiesOf, districtsOf, provinces, recognise, rowsOf } from '../src/account/address/regions'

test('a pasted address is taken apart', () => {
  assert.deepEqual(recognise('张小雨 13712345678 广东省深圳市南山区科技园南区 8 栋 1201'), {
    name: '张小雨',
    phone: '13712345678',
    region_code: '440305',
    province: '广东省',
    city: '深圳市',
    district: '南山区',
    detail: '科技园南区 8 栋 1201',
  })
})

test('labels, line breaks, a phone with dashes and a name at the end are understood', () => {
  const found = recognise('收货地址:浙江省杭州市西湖区\n文三路 100 号\n电话:138-0013-8000\n收货人:林小满')
  assert.equal(found.phone, '13800138000')
  assert.equal(found.region_code, '330106')
  assert.equal(found.name, '林小满')
  assert.equal(found.detail, '文三路 100 号')
})

test('a municipality may leave its city out', () => {
  const found = recognise('米雅 13900001111 上海市徐汇区永嘉路 211 弄 6 号')
  assert.equal(found.region_code, '310104')
  assert.equal(found.detail, '永嘉路 211 弄 6 号')
})

test('a district of another city is not guessed', () => {
  assert.equal(recognise('广东省广州市南山区某路').region_code, undefined)
  assert.equal(recognise('nothing here at all').region_code, undefined)
})

test('every district is found again by its code', () => {
  let seen = 0
  provinces.forEach((province, at_province) => {
    citiesOf(province.code).forEach((city, at_city) => {
      districtsOf(city.code).forEach((district, at_district) => {
        assert.deepEqual(rowsOf(district.code), [at_province, at_city, at_district], district.name)
        seen += 1
      })
    })
  })
  assert.ok(seen > 2800)
})
