import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

/** Every campaign by its name: the file NAME.campaign.ts below some `src` folder. */
export function findCampaigns(root: string): Map<string, string> {
  const campaigns = new Map<string, string>()
  for (const folder of sourceFolders(root)) {
    for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      const name = /(?:^|[\\/])([a-z0-9-]+)\.campaign\.ts$/.exec(file)?.[1]
      if (!name) continue
      const path = `${folder}/${file.replaceAll('\\', '/')}`
      const other = campaigns.get(name)
      if (other) throw new Error(`Two campaigns are called ${name}: ${other} and ${path}.`)
      campaigns.set(name, path)
    }
  }
  return campaigns
}

function sourceFolders(root: string): string[] {
  const packages = join(root, 'packages')
  const names = existsSync(packages) ? readdirSync(packages).sort() : []
  const folders = [
    ...names.map((name) => `packages/${name}/src`),
    'server/src',
    'web/src',
    'e2e/src',
    'bench/src',
  ]
  return folders.filter((folder) => existsSync(join(root, folder)))
}
