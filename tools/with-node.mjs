// `node tools/with-node.mjs FILE ARGS...`: installs what is missing, then runs FILE under the pinned Node 24.
import { resolve } from 'node:path'
import { ensureInstalled } from './setup/install.mjs'
import { pinnedNode } from './setup/pinned-node.mjs'
import { root } from './setup/root.mjs'
import { become, innerPath } from './setup/run.mjs'
import { giveUp } from './setup/say.mjs'

const [file, ...args] = process.argv.slice(2)
if (!file) giveUp('No file was named.', 'node tools/with-node.mjs FILE ARGS...')
await ensureInstalled(root)
become(pinnedNode(root), [resolve(file), ...args], { ...process.env, PATH: innerPath(root) }, process.cwd())
