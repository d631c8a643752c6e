import { describe, expect, it } from 'vitest'

import { reason } from './reason'

describe('a reason kept in both languages', () => {
  const BOTH = '不认识快递公司「飞毛腿」 (“飞毛腿” is not a known carrier)'

  it('is read in Chinese', () => expect(reason(BOTH, 'zh-CN')).toBe('不认识快递公司「飞毛腿」'))
  it('is read in English', () => expect(reason(BOTH, 'en')).toBe('“飞毛腿” is not a known carrier'))
  it('is left as it is when it is in one language', () => expect(reason('重量(克)不对', 'en')).toBe('重量(克)不对'))
})
