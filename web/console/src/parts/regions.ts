/** Provinces, cities and districts with their six-digit codes (GB/T 2260); loaded only where an address or a freight area is chosen. */
export type RegionNode = {
  value: string
  label: string
  children?: RegionNode[]
}

let loading: Promise<RegionNode[]> | null = null

export function regions(): Promise<RegionNode[]> {
  loading ??= import('@vant/area-data').then(({ areaList }) => {
    const list = (names: Record<string, string>, prefix: string): [string, string][] => Object.entries(names).filter(([code]) => code.startsWith(prefix))
    return list(areaList.province_list, '').map(([province, label]) => ({
      value: province,
      label,
      children: list(areaList.city_list, province.slice(0, 2)).map(([city, cityLabel]) => ({
        value: city,
        label: cityLabel,
        children: list(areaList.county_list, city.slice(0, 4)).map(([value, districtLabel]) => ({ value, label: districtLabel })),
      })),
    }))
  })
  return loading
}
