import { words } from '@/words'

export default words(
  {
    title: '操作记录', text: '谁在什么时候改了什么,谁看过哪些个人信息。只能查看,不能修改。', tabs: '看什么', acts: '店员操作', looks: '查看个人信息', at: '时间', who: '谁', what: '做了什么', subject: '对象', change: '改动', fields: '看了什么',
    emptyTitle: '还没有记录', emptyText: '店员的每次修改都会记在这里。', noLooks: '还没有人查看过个人信息', export: '导出 Excel', from: '从', to: '到', left: '{name}(已离开)', before: '之前', after: '之后',
    fieldWords: { name: '姓名', phone: '电话', address: '地址', nickname: '昵称' },
  },
  {
    title: 'Audit trail', text: 'Who changed what and when, and who looked at personal data. It can be read, never changed.', tabs: 'What to see', acts: 'Acts of staff', looks: 'Looks at personal data', at: 'When', who: 'Who', what: 'What', subject: 'Subject', change: 'Change', fields: 'What was seen',
    emptyTitle: 'Nothing yet', emptyText: 'Every change that staff make is kept here.', noLooks: 'Nobody has looked at personal data', export: 'Export Excel', from: 'From', to: 'To', left: '{name} (left)', before: 'Before', after: 'After',
    fieldWords: { name: 'Name', phone: 'Phone', address: 'Address', nickname: 'Nickname' },
  },
)
