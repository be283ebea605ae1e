export function ensureWebBuilt(root: string): Promise<void>
export function fingerprintSources(root: string): string
