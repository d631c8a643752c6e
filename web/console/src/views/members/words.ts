import { words } from '@/words'

export default words(
  {
    people: '会员', program: '等级与积分', prices: '单独会员价', none: '无等级', anonymous: '未留昵称', forever: '长期', superUser: '超级用户',
    ways: { reached: '消费达成', card: '会员卡', hand: '商家设置' },
    changes: { reached: '达到条件', renewed: '重新评定,保级', fell: '重新评定,变更', card: '购买会员卡', card_ended: '会员卡结束', hand: '商家设置', hand_ended: '商家设置结束', merged: '账号合并' },
  },
  {
    people: 'Members', program: 'Levels and points', prices: 'Prices of their own', none: 'No level', anonymous: 'No nickname', forever: 'Without an end', superUser: 'Super user',
    ways: { reached: 'Reached by buying', card: 'Card', hand: 'Set by the shop' },
    changes: { reached: 'Reached', renewed: 'Assessed and kept', fell: 'Assessed and changed', card: 'Card bought', card_ended: 'Card ended', hand: 'Set by the shop', hand_ended: 'Setting ended', merged: 'Accounts merged' },
  },
)
