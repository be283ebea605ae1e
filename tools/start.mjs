// `npm start`: from a fresh clone to a running server. Runs on Node 20; the server itself runs on the pinned Node 24.
import { join, resolve } from 'node:path'
import { ensureInstalled } from './setup/install.mjs'
import { pinnedNode } from './setup/pinned-node.mjs'
import { root } from './setup/root.mjs'
import { become, innerPath } from './setup/run.mjs'
import { ensureWebBuilt } from './setup/web-build.mjs'

await ensureInstalled(root)
await ensureWebBuilt(root)
become(
  pinnedNode(root),
  [join(root, 'server', 'src', 'main.ts'), ...process.argv.slice(2)],
  serverEnvironment(),
  root,
)

/** A relative FLEXOFFICE_DATA means relative to where the command was given. */
function serverEnvironment() {
  const data = process.env.FLEXOFFICE_DATA
  return {
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'compile'),
    ...process.env,
    ...(data ? { FLEXOFFICE_DATA: resolve(data) } : {}),
    PATH: innerPath(root),
  }
}
