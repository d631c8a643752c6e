import { words } from '@/words'

export default words(
  {
    label: '商品详情', bold: '加粗', italic: '斜体', heading: '标题', list: '列表', ordered: '编号列表', quote: '引用', table: '表格', picture: '插入图片', link: '链接', undo: '撤销', redo: '重做',
    linkAsk: '链接地址,以 https:// 开头', placeholder: '产地、材质、尺寸、用法、注意事项……',
  },
  {
    label: 'Description', bold: 'Bold', italic: 'Italic', heading: 'Heading', list: 'List', ordered: 'Numbered list', quote: 'Quote', table: 'Table', picture: 'Picture', link: 'Link', undo: 'Undo', redo: 'Redo',
    linkAsk: 'Address, starting with https://', placeholder: 'Origin, material, size, how to use…',
  },
)
