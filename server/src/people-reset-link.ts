import { makeOperatorResetLink } from './features/people/operator-reset-link.ts'
import { runOperatorCommand } from './operator-command.ts'

/**
 * `npm run people:reset-link -- EMAIL`: prints a one-time link by which whoever has this e-mail sets a new password. For the
 * only Admin, whom nobody in the product can help. Works while the server runs and while it is stopped. Exit code 0 =
 * printed, 1 = nobody can sign in with this e-mail, 2 = could not look.
 */
runOperatorCommand({
  failed: 'The link could not be made',
  read([email]) {
    if (email) return email
    throw new Error('name the e-mail: npm run people:reset-link -- ana@example.com')
  },
  async work(reach, email) {
    const made = await makeOperatorResetLink(reach, email)
    if (!made) {
      process.stderr.write(`Nobody can sign in with ${email}: no such account, or it is deactivated.\n`)
      return 1
    }
    process.stdout.write(
      `For ${made.name}, once, until ${made.expiresAt.toISOString()}; links made before do not work any more:\n${made.link}\n`,
    )
    return 0
  },
})
