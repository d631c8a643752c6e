import { fileURLToPath } from 'node:url'

import vue from '@vitejs/plugin-vue'
import { ElementPlusResolver } from 'unplugin-vue-components/resolvers'
import components from 'unplugin-vue-components/vite'
import { defineConfig } from 'vite'

// The server that `npm run dev` talks to; the built console is served by that server itself.
const server = process.env.LIANYI_DEV_SERVER ?? 'http://127.0.0.1:8000'

export default defineConfig({
  base: '/console/',
  plugins: [
    vue(),
    // Only Element Plus is resolved by name; our own parts are imported, so "go to definition" works.
    components({ dirs: [], dts: false, resolvers: [ElementPlusResolver({ importStyle: 'css' })] }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  build: { chunkSizeWarningLimit: 700, reportCompressedSize: true },
  server: { proxy: { '/api': server, '/media': server }, fs: { allow: ['..'] } },
})
