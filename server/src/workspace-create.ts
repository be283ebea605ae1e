import { parseArgs } from 'node:util'
import { AppError } from '@flexoffice/base'
import type { CreatedWorkspace, WorkspaceRequest } from './features/people/operator-workspace.ts'
import { createOperatorWorkspace } from './features/people/operator-workspace.ts'
import { runOperatorCommand } from './operator-command.ts'

const usage =
  'npm run workspace:create -- --name "Acme North" --admin-email ana@example.com --admin-name "Ana Souza"'

const addressesText =
  'With a second workspace, sources at private addresses (10.0.0.0/8, localhost, ...) are refused from now on. If all workspaces may reach them, start the server with FLEXOFFICE_ALLOW_PRIVATE_ADDRESSES=true.\n'

/**
 * `npm run workspace:create -- --name NAME --admin-email EMAIL [--admin-name NAME]`: makes a further workspace with its
 * Admin. An e-mail that has an account keeps its password; for another one a one-time link is printed. Works while the
 * server runs and while it is stopped. Exit code 0 = made, 1 = refused, 2 = could not reach the installation.
 */
runOperatorCommand({
  failed: 'No workspace was made',
  read: readOptions,
  async work(reach, given, { allowPrivateAddresses }) {
    const made = await createOperatorWorkspace(reach, given)
    process.stdout.write(describe(made))
    if (made.workspaces === 2 && allowPrivateAddresses === null) process.stdout.write(addressesText)
    return 0
  },
})

function readOptions(args: string[]): WorkspaceRequest {
  const text = { type: 'string' } as const
  try {
    const { values } = parseArgs({ args, options: { name: text, 'admin-email': text, 'admin-name': text } })
    return { name: values.name, adminEmail: values['admin-email'], adminName: values['admin-name'] }
  } catch (error) {
    throw new AppError('invalid_input', { public: `${(error as Error).message}\n${usage}` })
  }
}

function describe({ name, admin, reset }: CreatedWorkspace): string {
  const done = `The workspace "${name}" is there; ${admin.name} <${admin.email}> is its Admin.\n`
  if (!reset)
    return `${done}This e-mail has an account: it signs in with its password, and is asked for the workspace where it has several.\n`
  return `${done}To set a password, once, until ${reset.expiresAt.toISOString()} (npm run people:reset-link makes another link):\n${reset.link}\n`
}
