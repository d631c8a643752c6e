import { fileURLToPath } from 'node:url'
import uniModule from '@dcloudio/vite-plugin-uni'
import { defineConfig, type Plugin } from 'vite'

// The plugin is CommonJS: seen from an ES module its function is one `default` deeper than its types say.
const uni = ((uniModule as unknown as { default?: unknown }).default ?? uniModule) as () => Plugin[]

export default defineConfig({
  // Relative, because one build serves every shop under /s/{slug}/.
  base: './',
  plugins: [uni()],
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
