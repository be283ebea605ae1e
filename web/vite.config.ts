import { fileURLToPath } from 'node:url'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { leanContract } from './build-steps/lean-contract.ts'
import { leanGrammar } from './build-steps/lean-grammar.ts'
import { earlyWords } from './src/core/i18n/early-words.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const server = process.env.FLEXOFFICE_URL ?? 'http://127.0.0.1:4400'

/** `words-en`, `words-people-en`, `words-pages-editor-pt-BR`. */
function nameOfWords(id: string): string {
  const [, folder = '', language] = /\/web\/src\/(.*)\/messages\.(.*)\.json$/.exec(id) ?? []
  const isEarly = earlyWords.test(folder)
  const place = isEarly ? [] : folder.split('/').filter((part) => part !== 'features' && part !== 'words')
  return ['words', ...place, language].join('-')
}

export default defineConfig({
  root: here('.'),
  plugins: [leanContract(), leanGrammar(), react(), tailwind()],
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
            // The words that are always there are one chunk of each language, those of a feature's screens another.
            {
              name: nameOfWords,
              debugName: 'words',
              test: /\/messages\.(en|pt-BR)\.json$/,
            },
            {
              name: 'framework',
              test: /node_modules\/(react|react-dom|scheduler|@tanstack\/(react-)?(router|query|store|history)[^/]*)\//,
            },
            // Who is signed in, and what is kept for them: with the first screen, whichever it is.
            { name: 'session', test: /\/web\/src\/core\/session\/(session|problems|keep-for-person)\.ts$/ },
            // Icons of several screens: by themselves, each costs a request and more in wrapping than in lines.
            { name: 'icons', test: /\/lucide-react\/dist\/esm\/icons\//, minShareCount: 4 },
            // What nearly every screen draws with: one file in place of thirty. What floats comes later, by itself.
            {
              name: 'controls',
              test: /\/packages\/ui\/src\/(actions|feedback|forms|overlays|fields\/(?!number|file|segmented))/,
            },
          ],
        },
      },
    },
  },
})
