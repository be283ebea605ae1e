import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root folder of the clone, whatever folder the command was given in. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
