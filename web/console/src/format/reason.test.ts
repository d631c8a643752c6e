import { describe, expect, it } from 'vitest'

import { reason } from './reason'

describe('a reason kept in both languages', () => {
  const CHINESE = '\u4e0d\u8ba4\u8bc6(\u98de)'
  const ENGLISH = '\u201c\u98de\u201d is not a known carrier'

  it('is read in Chinese', () => expect(reason(`${CHINESE} (${ENGLISH})`, 'zh-CN')).toBe(CHINESE))
  it('is read in English', () => expect(reason(`${CHINESE} (${ENGLISH})`, 'en')).toBe(ENGLISH))
  it('is left as it is when it is in one language', () => expect(reason(CHINESE, 'en')).toBe(CHINESE))
})
