/** Folders whose words are always there: the shell's, each feature's own few, and what published pages say. */
export const earlyWords = /^(core|features\/[^/]+|features\/pages\/(renderer|widgets))$/
