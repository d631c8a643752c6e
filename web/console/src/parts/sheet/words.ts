import { words } from '@/words'

export default words(
  {
    drop: '把文件拖到这里,或点击选择', kinds: 'XLSX 或 CSV,不超过 10 MB、20,000 行', template: '下载模板', dry: '先试一遍', dryHint: '只检查,不写入任何东西', real: '正式导入',
    chosen: '{name} · {size}', change: '换一个文件', tooLarge: '文件超过 10 MB,请分成几份', wrongKind: '请选择 XLSX 或 CSV 文件', running: '正在处理,可以关掉这个页面,回来还能看到进度。',
    progress: '{done} / {total} 行', dryClean: '检查通过:{n} 行都可以导入。', dryRows: '检查完成:{ok} 行可以导入,{failed} 行有问题。',
    doneRows: '已完成:新增 {created} 行,更新 {updated} 行,{failed} 行没有导入。', canShip: '检查好了:{n} 行可以发货', hasShipped: '已发货 {n} 行', toMend: '{n} 行要改', before: '{n} 行以前已经发过', left: '{n} 行没填运单号,跳过', then: ',', stop: '。',
    ship: '确认发货 {n} 行', checking: '正在检查', mended: '传改好的文件', takeBad: '下载要改的 {n} 行', mendName: '要改的行', mendHint: '下载下来只有这几行,原因写在最后一列。改好后点「传改好的文件」;在原来那份里改也行,已经发过的不会再发。',
    refused: '文件没有被接受,什么都没有写入。', errors: '有问题的行', line: '行', column: '列', value: '填的内容', reason: '为什么', exportErrors: '导出问题行', fixHint: '改好这些行再上传一次就可以;已导入的行会按编码更新,不会重复。',
    history: '导入记录', file: '文件', kind: '类型', rows: '行数', state: '结果', at: '时间', trial: '试跑', noHistory: '还没有导入过', again: '重新选择文件', see: '查看', failedRows: '{n} 行有问题', more: '只显示前 {n} 个问题,导出可看全部。',
  },
  {
    drop: 'Drop a file here, or choose one', kinds: 'XLSX or CSV, up to 10 MB and 20,000 rows', template: 'Download the template', dry: 'Dry run', dryHint: 'Checks only, writes nothing', real: 'Import',
    chosen: '{name} · {size}', change: 'Another file', tooLarge: 'Larger than 10 MB. Split it', wrongKind: 'Choose an XLSX or CSV file', running: 'Working. You can close this page and find the progress here later.',
    progress: '{done} of {total} rows', dryClean: 'Checked: all {n} rows can be imported.', dryRows: 'Checked: {ok} rows are fine, {failed} are not.',
    doneRows: 'Done: {created} created, {updated} updated, {failed} not imported.', canShip: 'Checked: {n} rows can be shipped', hasShipped: '{n} rows shipped', toMend: '{n} to mend', before: '{n} shipped before', left: '{n} without a tracking number, left for later', then: ', ', stop: '.',
    ship: 'Ship {n} rows', checking: 'Checking', mended: 'Bring the mended file', takeBad: 'Download the {n} to mend', mendName: 'to mend', mendHint: 'The file has only these rows, with the reasons in the last column. Mend them and bring it back; or mend your own file, nothing is shipped twice.',
    refused: 'The file was not accepted. Nothing was written.', errors: 'Rows with problems', line: 'Line', column: 'Column', value: 'What it says', reason: 'Why not', exportErrors: 'Export these rows', fixHint: 'Mend these rows and upload again; rows already imported are updated by code, never doubled.',
    history: 'Past imports', file: 'File', kind: 'Kind', rows: 'Rows', state: 'Result', at: 'When', trial: 'Dry run', noHistory: 'Nothing imported yet', again: 'Choose a file again', see: 'View', failedRows: '{n} with problems', more: 'The first {n} are shown; the export has all.',
  },
)
