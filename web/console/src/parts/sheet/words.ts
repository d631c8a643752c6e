import { words } from '@/words'

export default words(
  {
    drop: '把文件拖到这里,或点击选择', kinds: 'XLSX 或 CSV,不超过 10 MB、20,000 行', template: '下载模板', dry: '先试一遍', dryHint: '只检查,不写入任何东西', real: '正式导入',
    chosen: '{name} · {size}', change: '换一个文件', tooLarge: '文件超过 10 MB,请分成几份', wrongKind: '请选择 XLSX 或 CSV 文件', running: '正在处理,可以关掉这个页面,回来还能看到进度。',
    progress: '{done} / {total} 行', dryClean: '检查通过:{n} 行都可以导入。', dryRows: '检查完成:{ok} 行可以导入,{failed} 行有问题。',
    doneRows: '已完成:新增 {created} 行,更新 {updated} 行,{failed} 行没有导入。', doneShipments: '已完成:{ok} 行已发货,{failed} 行没有处理。',
    refused: '文件没有被接受,什么都没有写入。', errors: '有问题的行', line: '行', column: '列', value: '填的内容', reason: '为什么', exportErrors: '导出问题行', fixHint: '改好这些行再上传一次就可以;已导入的行会按编码更新,不会重复。',
    history: '导入记录', file: '文件', kind: '类型', rows: '行数', state: '结果', at: '时间', trial: '试跑', noHistory: '还没有导入过', again: '重新选择文件', see: '查看', failedRows: '{n} 行有问题', more: '只显示前 {n} 个问题,导出可看全部。',
  },
  {
    drop: 'Drop a file here, or choose one', kinds: 'XLSX or CSV, up to 10 MB and 20,000 rows', template: 'Download the template', dry: 'Dry run', dryHint: 'Checks only, writes nothing', real: 'Import',
    chosen: '{name} · {size}', change: 'Another file', tooLarge: 'Larger than 10 MB. Split it', wrongKind: 'Choose an XLSX or CSV file', running: 'Working. You can close this page and find the progress here later.',
    progress: '{done} of {total} rows', dryClean: 'Checked: all {n} rows can be imported.', dryRows: 'Checked: {ok} rows are fine, {failed} are not.',
    doneRows: 'Done: {created} created, {updated} updated, {failed} not imported.', doneShipments: 'Done: {ok} rows shipped, {failed} left out.',
    refused: 'The file was not accepted. Nothing was written.', errors: 'Rows with problems', line: 'Line', column: 'Column', value: 'What it says', reason: 'Why not', exportErrors: 'Export these rows', fixHint: 'Mend these rows and upload again; rows already imported are updated by code, never doubled.',
    history: 'Past imports', file: 'File', kind: 'Kind', rows: 'Rows', state: 'Result', at: 'When', trial: 'Dry run', noHistory: 'Nothing imported yet', again: 'Choose a file again', see: 'View', failedRows: '{n} with problems', more: 'The first {n} are shown; the export has all.',
  },
)
