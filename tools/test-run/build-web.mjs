// The same build that `npm start` makes, so that the browser tests serve what people get.
import { root } from '../setup/root.mjs'
import { ensureWebBuilt } from '../setup/web-build.mjs'

await ensureWebBuilt(root)
