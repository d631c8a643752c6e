import { fileURLToPath } from 'node:url'
import uniModule from '@dcloudio/vite-plugin-uni'
import { defineConfig, type Plugin } from 'vite'

// The plugin is CommonJS: seen from an ES module its function is one `default` deeper than its types say.
const uni = ((uniModule as unknown as { default?: unknown }).default ?? uniModule) as () => Plugin[]

// The framework brings addresses of its maker: advertisements that nobody here shows, a shadow under the title bar.
// They are emptied, and any other foreign address in the built files stops the build: a shop calls its own server only.
const EMPTIED = /https?:\/\/(?:[a-z0-9-]+\.)*dcloud\.net\.cn[^"')\s]*/g
const FOREIGN = /https?:\/\/(?!www\.w3\.org\/|vuejs\.org\/)[a-z0-9-]+(?:\.[a-z0-9-]+)+/g

function callsHomeOnly(): Plugin {
  return {
    name: 'calls-home-only',
    enforce: 'post',
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle)) {
        const text = file.type === 'chunk' ? file.code : typeof file.source === 'string' ? file.source : ''
        const emptied = text.replace(EMPTIED, 'data:,')
        const foreign = emptied.match(FOREIGN)
        if (foreign) this.error(`${file.fileName} names ${[...new Set(foreign)].join(', ')}`)
        if (emptied === text) continue
        if (file.type === 'chunk') file.code = emptied
        else file.source = emptied
      }
    },
  }
}

export default defineConfig({
  // Relative, because one build serves every shop under /s/{slug}/.
  base: './',
  plugins: [uni(), callsHomeOnly()],
  resolve: {
    alias: {
      '@': fileURLToPath(new URL('./src', import.meta.url)),
      '@kit': fileURLToPath(new URL('../kit', import.meta.url)),
    },
  },
  server: { fs: { allow: ['..'] } },
  build: { target: 'es2019', chunkSizeWarningLimit: 800 },
  css: { preprocessorOptions: { scss: { quietDeps: true } } },
})
