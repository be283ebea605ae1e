import { installPackages, missingPackages } from './system-packages.mjs'

/** Installs Debian's packages where it may; tells what stays missing, what that leaves out, and the command. */
export async function prepareSystem(root) {
  const { missing, command } = await installPackages(missingPackages(root))
  for (const entry of missing) {
    const leftOut = entry.step === 'browser' ? 'the browser tests' : entry.files.join(', ')
    console.log(`${entry.name} is not installed; left out: ${leftOut}.`)
  }
  if (missing.length > 0) console.log(`To run everything: ${command}`)
  return missing
}
