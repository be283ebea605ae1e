import { defineFeature } from '../../core/feature.ts'
import { runOperation } from '../../core/run-operation.ts'
import type { Runtime } from '../../core/runtime.ts'
import { trimGuesses } from './guess-password.ts'
import {
  acceptInvitation,
  invitePerson,
  listInvitations,
  revokeInvitation,
  showInvitation,
} from './invitations.ts'
import { authenticate, resume } from './live-sessions.ts'
import {
  changePerson,
  deactivatePerson,
  listAttributes,
  listPeople,
  reactivatePerson,
  saveAttribute,
  showPerson,
} from './manage-people.ts'
import { changeRole, createRole, deleteRole } from './manage-roles.ts'
import { changePassword, changePreferences, endSession, listSessions, showSession } from './own-account.ts'
import { makeResetLink, resetPassword, showPasswordReset } from './password-resets.ts'
import { refreshSession, signOut } from './refresh-session.ts'
import { idleMinutes, sessionHours } from './session-limits.ts'
import { setUpCode, setUpWorkspace, showSetUpState } from './set-up-workspace.ts'
import { listRoles, previewRoleChange, showRoleUses } from './show-roles.ts'
import { signIn } from './sign-in.ts'

/** People, their sessions, roles, attributes and invitations. */
export const people = defineFeature({
  name: 'people',
  migrations: new URL('./migrations/', import.meta.url),
  settings: [sessionHours, idleMinutes],
  authenticate,
  resume,
  async start(runtime) {
    trimGuesses(runtime)
    await openFirstRun(runtime)
  },
  operations: [
    showSetUpState,
    setUpWorkspace,
    signIn,
    refreshSession,
    signOut,
    showSession,
    listSessions,
    endSession,
    changePassword,
    changePreferences,
    listPeople,
    showPerson,
    changePerson,
    deactivatePerson,
    reactivatePerson,
    listRoles,
    createRole,
    changeRole,
    deleteRole,
    previewRoleChange,
    showRoleUses,
    listAttributes,
    saveAttribute,
    invitePerson,
    listInvitations,
    revokeInvitation,
    showInvitation,
    acceptInvitation,
    makeResetLink,
    showPasswordReset,
    resetPassword,
  ],
})

/** While there is no workspace: creates it from the configuration, or prints the one-time code for the first Admin. */
async function openFirstRun(runtime: Runtime): Promise<void> {
  const [state] = await runtime.store.gate<{ set_up: boolean }>('people.gate_is_set_up')
  if (state!.set_up) return
  const { firstAdmin } = runtime.config
  const code = setUpCode(runtime)
  if (!firstAdmin) {
    if (runtime.config.production) process.stdout.write(`\nSet-up code for the first workspace: ${code}\n`)
    return
  }
  const name = firstAdmin.email.split('@')[0]!
  const input = {
    code,
    workspaceName: 'FlexOffice',
    name,
    email: firstAdmin.email,
    password: firstAdmin.password,
  }
  await runOperation(runtime, setUpWorkspace, { actor: { kind: 'anonymous' } }, input)
}
