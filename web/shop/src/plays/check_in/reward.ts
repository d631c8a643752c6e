import { formatYuan } from '@kit/money'
import { t } from './words'

interface Reward {
  fen: number
  points: number
}

/** A reward in words: points, or a coupon of so much. */
export function rewardOf({ fen, points }: Reward): string {
  return points ? t('points', { count: points }) : t('coupon', { price: formatYuan(fen) })
}

/** A reward as short as a step of the curve has room for. */
export function shortOf({ fen, points }: Reward): string {
  return points ? t('points', { count: points }) : formatYuan(fen)
}
