import { t } from '@/words'

/** A name as the server masks it for others: stars alone are nobody's name, and another word stands there. */
export const shownName = (name: string): string => (/^\**$/.test(name) ? t('person.a_friend') : name)
