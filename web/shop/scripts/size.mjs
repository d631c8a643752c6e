// Fails when the mini program's main package (all but the subpackages) is above WeChat's 2 MB.
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const BUILT = join(dirname(fileURLToPath(import.meta.url)), '..', 'dist', 'build', 'mp-weixin')
const BYTES_MAX = 2 * 1024 * 1024
const apart = (JSON.parse(readFileSync(join(BUILT, 'app.json'), 'utf8')).subPackages ?? []).map(({ root }) =>
  join(BUILT, root),
)

function bytesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => [join(folder, entry.name), entry])
    .filter(([path]) => !apart.includes(path))
    .reduce((sum, [path, entry]) => sum + (entry.isDirectory() ? bytesIn(path) : statSync(path).size), 0)
}

const bytes = bytesIn(BUILT)
console.log(`main package: ${bytes} of ${BYTES_MAX} bytes`)
if (bytes > BYTES_MAX) {
  console.error('The main package is too large for WeChat: move pages to a subpackage (src/account) or drop a part.')
  process.exit(1)
}
