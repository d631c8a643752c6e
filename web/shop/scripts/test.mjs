// Runs tests/*.test.ts with Node's own runner: esbuild (it comes with vite) turns them into plain modules first.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')
const out = mkdtempSync(join(tmpdir(), 'shop-tests-'))
try {
  await build({
    entryPoints: readdirSync(join(ROOT, 'tests')).map((name) => join(ROOT, 'tests', name)),
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    alias: { '@': join(ROOT, 'src'), '@kit': join(ROOT, '../kit') },
    logLevel: 'warning',
  })
  const files = readdirSync(out).map((name) => join(out, name))
  process.exitCode = spawnSync(process.execPath, ['--test', ...files], { stdio: 'inherit' }).status ?? 1
} finally {
  rmSync(out, { recursive: true, force: true })
}
