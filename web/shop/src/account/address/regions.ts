/** Provinces, cities and districts with their six-digit codes (GB/T 2260), and reading them out of pasted text. */

import { areaList } from '@vant/area-data'
import type { AddressIn } from '@/api/types'

export interface Region {
  code: string
  name: string
}

/** Names under the first `digits` of their codes. */
function grouped(names: Record<string, string>, digits: number): Map<string, Region[]> {
  const groups = new Map<string, Region[]>()
  for (const [code, name] of Object.entries(names)) {
    const prefix = code.slice(0, digits)
    const group = groups.get(prefix)
    if (group) group.push({ code, name })
    else groups.set(prefix, [{ code, name }])
  }
  return groups
}

const cities = grouped(areaList.city_list, 2)
const districts = grouped(areaList.county_list, 4)

export const provinces: Region[] = Object.entries(areaList.province_list).map(([code, name]) => ({ code, name }))
export const citiesOf = (province: string): Region[] => cities.get(province.slice(0, 2)) ?? []
export const districtsOf = (city: string): Region[] => districts.get(city.slice(0, 4)) ?? []

/** The three rows a district's code stands in; -1 where it is unknown. */
export function rowsOf(code: string): [number, number, number] {
  const province = provinces.findIndex((one) => one.code.slice(0, 2) === code.slice(0, 2))
  const city = citiesOf(code).findIndex((one) => one.code.slice(0, 4) === code.slice(0, 4))
  const district = districtsOf(code).findIndex((one) => one.code === code)
  return [province, city, district]
}

const PHONE = /(?:\+?86[- ]?)?(1[3-9]\d[- ]?\d{4}[- ]?\d{4})/
const LABELS = /(收货人|收件人|姓名|联系人|手机号码|手机号|手机|电话|所在地区|地区|详细地址|收货地址|地址)\s*[::]?/g

/** Short form of a name: "浙江省" → "浙江", "杭州市" → "杭州", so that both ways of writing are found. */
const short = (name: string): string =>
  name.length > 2 ? name.replace(/(特别行政区|维吾尔自治区|壮族自治区|回族自治区|自治区|省|市|区|县)$/, '') : name

/**
 * Reads what it can from a pasted address such as "张三 13800138000 浙江省杭州市西湖区文三路 1 号"; what it does not find
 * is left out. Nothing is guessed: a district counts only under a city that fits.
 */
export function recognise(text: string): Partial<AddressIn> {
  const found: Partial<AddressIn> = {}
  const phone = PHONE.exec(text)
  if (phone) found.phone = phone[1]!.replace(/[- ]/g, '')
  const rest = text
    .replace(PHONE, ' ')
    .replace(LABELS, ' ')
    .replace(/[\n,,;;]+/g, ' ')
  const region = regionIn(rest)
  if (!region) {
    const name = rest.trim().split(/\s+/)[0]
    return name && name.length <= 4 ? { ...found, name } : found
  }
  const before = rest.slice(0, region.from).trim().split(/\s+/).filter(Boolean)
  const after = rest.slice(region.to).trim().split(/\s+/).filter(Boolean)
  const last = after[after.length - 1]
  const trailing = before.length === 0 && after.length > 1 && last !== undefined && /^[\u4e00-\u9fa5·]{2,4}$/.test(last)
  const name = trailing ? after.pop() : before[0]
  return { ...found, ...region.names, name, detail: after.join(' ') }
}

interface Found {
  from: number
  to: number
  names: Pick<AddressIn, 'region_code' | 'province' | 'city' | 'district'>
}

function regionIn(text: string): Found | null {
  for (const province of provinces) {
    const at = text.indexOf(short(province.name))
    if (at < 0) continue
    for (const city of citiesOf(province.code)) {
      for (const district of districtsOf(city.code)) {
        const spot = text.indexOf(district.name, at)
        if (spot < 0 || !cityFits(text.slice(at, spot), province.name, city.name)) continue
        const names = { region_code: district.code, province: province.name, city: city.name, district: district.name }
        return { from: at, to: spot + district.name.length, names }
      }
    }
  }
  return null
}

/** Municipalities may leave the city out; elsewhere it must stand between province and district. */
function cityFits(between: string, province: string, city: string): boolean {
  return city === province || city === '县' || city === '省直辖县' || between.includes(short(city))
}
