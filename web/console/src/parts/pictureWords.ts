import { words } from '@/words'

export default words(
  { add: '添加图片', cover: '封面', remove: '移除图片', left: '往前移', right: '往后移', failed: '{name} 没有上传成功:{reason}' },
  { add: 'Add pictures', cover: 'Cover', remove: 'Remove picture', left: 'Move left', right: 'Move right', failed: '{name} was not uploaded: {reason}' },
)
