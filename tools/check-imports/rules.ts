import { browserParts, computedImportFile, importTable, isTestFile, partOf } from './import-table.ts'
import type { WrittenImport } from './read-imports.ts'

/** What the rules need to know beyond the two files: the order of features, what modules require. */
export interface House {
  serverFeatures: readonly string[]
  requiresOf(module: string): readonly string[]
}

const compositionRoot = /^(server|web)\/src\/[^/]+$/
const inFeature = /^(server|web)\/src\/features\/([^/]+)\/(.+)$/
const inCore = /^(server|web)\/src\/core\//
const apiFile = /^api\.tsx?$/
const indexFile = /^index\.tsx?$/
const testingFile = /^testing\//

/** Why one file of the repository may not import another, or null when it may. */
export function refuseFileImport(from: string, to: string, bySpecifier: string, house: House): string | null {
  const fromPart = partOf(from)
  const toPart = partOf(to)
  if (fromPart === null || fromPart === toPart)
    return fromPart === toPart ? refuseInside(from, to, house) : null
  if (toPart === null)
    return to.includes('/') ? null : `${from} may not import ${to} of the repository's root`
  if (bySpecifier.startsWith('.')) {
    return `crosses from ${fromPart} into ${toPart} by a relative path; write @flexoffice/${toPart.split('/').at(-1)}`
  }
  return refusePart(from, fromPart, to, toPart, house)
}

/** Why a computed import may not stand in this file, or null. */
export function refuseComputed(from: string, written: WrittenImport): string | null {
  if (written.form === 'require') return 'calls require(); write an import'
  if (written.form === 'glob') {
    // Words and other data import nothing back, so gathering them adds no edge between files.
    return written.specifier?.endsWith('.json')
      ? null
      : 'import.meta.glob over code is a computed import; list the files'
  }
  if (written.specifier !== null || from === computedImportFile) return null
  return `computed import; only ${computedImportFile} may import a path known at run time`
}

/** Why this file may not import a module of Node, or null. */
export function refuseNode(from: string, specifier: string): string | null {
  const part = partOf(from) ?? ''
  if (!browserParts.includes(part) || isTestFile(from)) return null
  return `${part} runs in the browser too and may not import ${specifier}`
}

function refusePart(from: string, fromPart: string, to: string, toPart: string, house: House): string | null {
  const toName = toPart.split('/').at(-1) ?? ''
  if (fromPart.startsWith('modules/')) return refuseFromModule(from, fromPart, to, toPart, house)
  if (toPart.startsWith('modules/'))
    return `${fromPart} may not name the module ${toName}; it is loaded by its manifest`
  const allowed = importTable[fromPart]
  if (!allowed) return `${fromPart} has no line in tools/check-imports/import-table.ts`
  if (toPart === 'packages/testkit' && isTestFile(from)) return null
  if (toPart.startsWith('packages/') && allowed.includes(toName)) return null
  const list = allowed.length === 0 ? 'nothing' : allowed.join(', ')
  return `${fromPart} may not import ${toPart}; it may import ${list}${toName === 'testkit' ? ' (testkit only in tests)' : ''}`
}

function refuseFromModule(
  from: string,
  fromPart: string,
  to: string,
  toPart: string,
  house: House,
): string | null {
  const isWeb = from.startsWith(`${fromPart}/web/`)
  if (toPart === 'packages/sdk' || (toPart === 'packages/ui' && isWeb)) return null
  if (toPart === 'packages/testkit' && isTestFile(from)) return null
  if (!toPart.startsWith('modules/'))
    return `${fromPart} may import sdk${isWeb ? ' and ui' : ' (ui in its web part)'}, not ${toPart}`
  const name = toPart.slice('modules/'.length)
  if (!house.requiresOf(fromPart).includes(name)) return `${fromPart} does not name ${name} in its requires`
  return to.startsWith(`${toPart}/contract/`) ? null : `${fromPart} may import only the contract of ${toPart}`
}

function refuseInside(from: string, to: string, house: House): string | null {
  const fromFeature = inFeature.exec(from)
  const toFeature = inFeature.exec(to)
  if (inCore.test(from) && toFeature) return `core may not import the feature ${toFeature[2]}`
  if (compositionRoot.test(to) && !compositionRoot.test(from) && !isTestFile(from)) {
    return `only the composition root may import ${to}`
  }
  if (!fromFeature || !toFeature || fromFeature[2] === toFeature[2]) return null
  return refuseFeature(fromFeature, toFeature, house, isTestFile(from))
}

function refuseFeature(
  from: RegExpExecArray,
  to: RegExpExecArray,
  house: House,
  isTest: boolean,
): string | null {
  const [, side = '', fromName = '', fromRest = ''] = from
  const [, , toName = '', toRest = ''] = to
  // A test starts a server of the features that it needs, so it may see them as the list does, and use their test helpers.
  const forTests = isTest && (indexFile.test(toRest) || testingFile.test(toRest))
  if (!apiFile.test(toRest) && !forTests)
    return `the feature ${fromName} may import only api.ts of ${toName}, not ${toRest}`
  if (side === 'web') return null
  const fromPlace = house.serverFeatures.indexOf(fromName)
  const toPlace = house.serverFeatures.indexOf(toName)
  if (fromPlace < 0) return `the feature ${fromName} is not in server/src/features.ts`
  if (toPlace < 0) return `the feature ${toName} is not in server/src/features.ts`
  if (toPlace < fromPlace) return null
  return `the feature ${fromName} may not import ${toName}, which stands below it in server/src/features.ts (${fromRest})`
}
