import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'

const projectFolder = resolve(import.meta.dirname, '../..')

/** Builds the web application as `npm start` does, into its usual folder or into another one. */
export function buildWeb(folder: string = join(projectFolder, 'build/web')): Promise<void> {
  const vite = join(projectFolder, 'node_modules/vite/bin/vite.js')
  const given = ['build', 'web', '--manifest', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error']
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [vite, ...given], { cwd: projectFolder })
    let output = ''
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.on('exit', (code) => (code === 0 ? done() : fail(new Error(`The web build failed:\n${output}`))))
  })
}
