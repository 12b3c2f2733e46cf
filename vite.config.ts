import { resolve } from 'node:path'
import { defineConfig } from 'vite'
import solid from 'vite-plugin-solid'

const page = (path: string) => resolve(import.meta.dirname, 'web', path)

// The merchant's page is built apart (`--mode merchant`): in one build it would load the desk's share of the framework too.
export default defineConfig(({ mode }) => ({
  root: resolve(import.meta.dirname, 'web'),
  plugins: [solid()],
  build: {
    outDir: resolve(import.meta.dirname, 'dist/web'),
    emptyOutDir: mode !== 'merchant',
    copyPublicDir: mode !== 'merchant',
    target: 'es2020',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: (mode === 'merchant' ? { merchant: page('m/index.html') } : { desk: page('index.html') }) as Record<
        string,
        string
      >,
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
}))
