import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { leanContract } from './build-steps/lean-contract.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const server = process.env.FLEXOFFICE_URL ?? 'http://127.0.0.1:4400'

export default defineConfig({
  root: here('.'),
  plugins: [leanContract(), react(), tailwind()],
  server: {
    port: 4401,
    strictPort: true,
    proxy: { '/api': { target: server, ws: true } },
  },
  build: {
    outDir: here('../build/web'),
    emptyOutDir: true,
    target: 'es2023',
    reportCompressedSize: true,
    // The policy allows no data: URLs, so nothing is inlined.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'editor-words-en', test: /pages\/editor\/messages\.en\.json$/ },
            { name: 'editor-words-pt-BR', test: /pages\/editor\/messages\.pt-BR\.json$/ },
            { name: 'words-en', test: /messages\.en\.json$/ },
            { name: 'words-pt-BR', test: /messages\.pt-BR\.json$/ },
            {
              name: 'framework',
              test: /node_modules\/(react|react-dom|scheduler|@tanstack\/(react-)?(router|query|store|history)[^/]*)\//,
            },
          ],
        },
      },
    },
  },
})
