import { z } from 'zod'
import { defineEvent } from './event.ts'
import { defineOperation } from './operation.ts'

const email = z
  .email('write an e-mail address such as ana@example.com')
  .max(254)
  .transform((text) => text.trim().toLowerCase())
const personName = z.string().trim().min(1, 'write the name').max(120)

/** REQUIREMENTS I-02: at least 8 characters with upper and lower case, number and symbol. */
export const password = z
  .string()
  .min(8, 'use at least 8 characters')
  .max(200, 'use at most 200 characters')
  .refine((text) => /\p{Lu}/u.test(text), 'add an upper-case letter')
  .refine((text) => /\p{Ll}/u.test(text), 'add a lower-case letter')
  .refine((text) => /\d/.test(text), 'add a number')
  .refine((text) => /[^\p{L}\d\s]/u.test(text), 'add a symbol such as ! or -')

export const language = z.enum(['en', 'pt-BR'])
export const attributeType = z.enum(['text', 'integer', 'decimal', 'boolean', 'date', 'text_list'])
const attributeValue = z.union([
  z.string().max(1_000),
  z.boolean(),
  z.array(z.string().max(1_000)).max(200),
  z.null(),
])
/** Values by attribute name; numbers and dates as text in canonical form, so nothing is rounded. */
export const attributes = z.record(z.string().max(60), attributeValue)
export const roleKey = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, 'is not a role key')
const roles = z.array(roleKey).min(1, 'choose at least one role').max(20)

export const person = z.object({
  id: z.uuid(),
  name: z.string(),
  email: z.string(),
  roles: z.array(z.string()),
  attributes,
  state: z.enum(['active', 'deactivated']),
  /** Why, while deactivated; told to those who manage people. */
  deactivationReason: z.string().nullable(),
  createdAt: z.string(),
  lastSeenAt: z.string().nullable(),
  abilities: z.object({ change: z.boolean(), deactivate: z.boolean() }),
})
export type Person = z.infer<typeof person>

const workspace = z.object({ id: z.uuid(), name: z.string() })
/** A new access token with what a client needs to know of its holder: who, where, and what they may do. */
const signedIn = z.object({
  status: z.literal('signed_in'),
  accessToken: z.string(),
  expiresInSeconds: z.int(),
  /** Who does nothing for so long is signed out. */
  idleMinutes: z.int(),
  person: z.object({ id: z.uuid(), name: z.string(), email: z.string(), language }),
  workspace,
  roles: z.array(z.string()),
  /** The names of those roles that are the workspace's own, by key. */
  roleNames: z.record(z.string(), z.string()),
  /** What the workspace keeps of its holder, as `user.attributes` in pages. */
  attributes,
  permissions: z.array(z.string()),
})
export type SignedIn = z.infer<typeof signedIn>

export const showSetUpState = defineOperation({
  name: 'people/show-set-up-state',
  kind: 'read',
  audience: 'public',
  summary: 'Tells whether the first workspace is still to be set up.',
  http: { method: 'GET', path: '/api/people/set-up-state' },
  input: z.strictObject({}),
  output: z.object({ open: z.boolean() }),
})

export const setUpWorkspace = defineOperation({
  name: 'people/set-up-workspace',
  kind: 'write',
  audience: 'public',
  summary:
    'Creates the first workspace and its Admin with the one-time code printed at start; closes for ever after.',
  input: z.strictObject({
    code: z.string().min(1, 'enter the code that the server printed when it started').max(100),
    workspaceName: z.string().trim().min(1, 'name the workspace').max(80),
    name: personName,
    email,
    password,
    language: language.default('en'),
  }),
  output: signedIn,
})

export const signIn = defineOperation({
  name: 'people/sign-in',
  kind: 'write',
  audience: 'public',
  summary:
    'Starts a session in one workspace. With several workspaces and none chosen, answers the list to choose from.',
  input: z.strictObject({
    email,
    password: z.string().min(1, 'enter the password').max(200),
    workspaceId: z.uuid().optional(),
  }),
  output: z.discriminatedUnion('status', [
    signedIn,
    z.object({ status: z.literal('choose_workspace'), workspaces: z.array(workspace) }),
  ]),
})

export const refreshSession = defineOperation({
  name: 'people/refresh-session',
  kind: 'write',
  audience: 'public',
  summary:
    'Exchanges the refresh cookie for a new access token and a new cookie. A cookie used twice ends the session.',
  input: z.strictObject({}),
  output: signedIn,
})

export const signOut = defineOperation({
  name: 'people/sign-out',
  kind: 'write',
  summary: 'Ends this session: its tokens stop working at once.',
  input: z.strictObject({}),
  output: z.object({ ended: z.literal(true) }),
})

export const showSession = defineOperation({
  name: 'people/show-session',
  kind: 'read',
  summary: 'Tells who is signed in, in which workspace, and what they may do.',
  http: { method: 'GET', path: '/api/people/session' },
  input: z.strictObject({}),
  output: z.object({
    sessionId: z.uuid(),
    person: z.object({
      id: z.uuid(),
      name: z.string(),
      email: z.string(),
      roles: z.array(z.string()),
      attributes,
    }),
    workspace,
    permissions: z.array(z.string()),
    language,
  }),
})
export type Session = z.infer<typeof showSession.output>

export const listSessions = defineOperation({
  name: 'people/list-sessions',
  kind: 'read',
  summary: 'Lists the live sessions of the caller, or of another person for those who manage people.',
  input: z.strictObject({ personId: z.uuid().optional() }),
  output: z.object({
    sessions: z.array(
      z.object({
        id: z.uuid(),
        startedAt: z.string(),
        lastSeenAt: z.string(),
        ip: z.string(),
        userAgent: z.string(),
        current: z.boolean(),
      }),
    ),
  }),
})

export const endSession = defineOperation({
  name: 'people/end-session',
  kind: 'write',
  summary: 'Ends a session of the caller, or of another person for those who manage people.',
  input: z.strictObject({ sessionId: z.uuid() }),
  output: z.object({ ended: z.literal(true) }),
})

export const changePassword = defineOperation({
  name: 'people/change-password',
  kind: 'write',
  summary: 'Changes the caller’s password and ends their other sessions.',
  input: z.strictObject({ currentPassword: z.string().max(200), newPassword: password }),
  output: z.object({ changed: z.literal(true) }),
})

export const changePreferences = defineOperation({
  name: 'people/change-preferences',
  kind: 'write',
  summary: 'Changes the caller’s own name and language.',
  input: z.strictObject({ name: personName.optional(), language: language.optional() }),
  output: z.object({ changed: z.literal(true) }),
})

export const listPeople = defineOperation({
  name: 'people/list-people',
  kind: 'read',
  summary: 'Lists the people of the workspace.',
  input: z.strictObject({
    search: z.string().max(200).optional(),
    role: roleKey.optional(),
    state: z.enum(['active', 'deactivated']).optional(),
    limit: z.int().min(1).max(500).default(200),
    offset: z.int().min(0).default(0),
  }),
  output: z.object({ people: z.array(person), total: z.int() }),
})

export const showPerson = defineOperation({
  name: 'people/show-person',
  kind: 'read',
  summary: 'Shows one person of the workspace.',
  input: z.strictObject({ personId: z.uuid() }),
  output: person,
})

export const changePerson = defineOperation({
  name: 'people/change-person',
  kind: 'write',
  summary: 'Changes a person’s name, roles or attributes; live sessions have the new rights within a second.',
  input: z.strictObject({
    personId: z.uuid(),
    name: personName.optional(),
    roles: roles.optional(),
    attributes: attributes.optional(),
  }),
  output: person,
})

export const deactivatePerson = defineOperation({
  name: 'people/deactivate-person',
  kind: 'write',
  summary: 'Deactivates a person: sessions end at once. The last Admin cannot be deactivated.',
  input: z.strictObject({ personId: z.uuid(), reason: z.string().trim().min(1, 'say why').max(500) }),
  output: person,
})

export const reactivatePerson = defineOperation({
  name: 'people/reactivate-person',
  kind: 'write',
  summary: 'Lets a deactivated person sign in again.',
  input: z.strictObject({ personId: z.uuid() }),
  output: person,
})

export const invitation = z.object({
  id: z.uuid(),
  email: z.string(),
  roles: z.array(z.string()),
  attributes,
  state: z.enum(['open', 'accepted', 'expired', 'revoked']),
  invitedBy: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
})

export const invitePerson = defineOperation({
  name: 'people/invite-person',
  kind: 'write',
  summary:
    'Invites somebody by a one-time link valid 7 days; the link is answered once and never shown again.',
  input: z.strictObject({
    email,
    roles,
    attributes: attributes.default({}),
    message: z.string().trim().max(1_000).default(''),
  }),
  output: z.object({ invitation, link: z.string() }),
})

export const listInvitations = defineOperation({
  name: 'people/list-invitations',
  kind: 'read',
  summary: 'Lists invitations, newest first.',
  input: z.strictObject({}),
  output: z.object({ invitations: z.array(invitation) }),
})

export const revokeInvitation = defineOperation({
  name: 'people/revoke-invitation',
  kind: 'write',
  summary: 'Makes an open invitation’s link useless.',
  input: z.strictObject({ invitationId: z.uuid() }),
  output: z.object({ revoked: z.literal(true) }),
})

const invitationToken = z.string().min(20).max(200)

export const showInvitation = defineOperation({
  name: 'people/show-invitation',
  kind: 'read',
  audience: 'public',
  summary: 'Tells the holder of an invitation link which workspace it opens.',
  input: z.strictObject({ token: invitationToken }),
  output: z.object({
    email: z.string(),
    workspaceName: z.string(),
    message: z.string(),
    hasAccount: z.boolean(),
  }),
})

export const acceptInvitation = defineOperation({
  name: 'people/accept-invitation',
  kind: 'write',
  audience: 'public',
  summary:
    'Joins the workspace of an invitation: a new account with a password, or the existing account’s password.',
  input: z.strictObject({
    token: invitationToken,
    name: personName,
    password: z.string().max(200),
    language: language.default('en'),
  }),
  output: signedIn,
})

const resetToken = z.string().min(20).max(200)

export const makeResetLink = defineOperation({
  name: 'people/make-reset-link',
  kind: 'write',
  summary:
    'Makes a one-time link, valid 24 hours, by which a person sets a new password; it is answered once and replaces the one before.',
  input: z.strictObject({ personId: z.uuid() }),
  output: z.object({ link: z.string(), expiresAt: z.string() }),
})

export const showPasswordReset = defineOperation({
  name: 'people/show-password-reset',
  kind: 'read',
  audience: 'public',
  summary: 'Tells the holder of a reset link whose password it sets.',
  input: z.strictObject({ token: resetToken }),
  output: z.object({ email: z.string(), workspaceName: z.string() }),
})

export const resetPassword = defineOperation({
  name: 'people/reset-password',
  kind: 'write',
  audience: 'public',
  summary: 'Sets a new password by a reset link, which works once; every session of the account ends.',
  input: z.strictObject({ token: resetToken, password }),
  output: z.object({ changed: z.literal(true) }),
})

export const listRoles = defineOperation({
  name: 'people/list-roles',
  kind: 'read',
  summary:
    'Lists the built-in roles and those of the workspace with level and permissions, and which of them the caller may give.',
  input: z.strictObject({}),
  output: z.object({
    roles: z.array(
      z.object({
        key: z.string(),
        /** Null for built-in roles, whose names are words of the product. */
        name: z.string().nullable(),
        description: z.string(),
        /** Whether it is one of the workspace's own. */
        custom: z.boolean(),
        /** Of one's own roles: what change-role is to be told. */
        version: z.int().nullable(),
        level: z.int(),
        permissions: z.array(z.string()),
        /** How many active people hold it; null for those who may not see people. */
        people: z.int().nullable(),
        grantable: z.boolean(),
      }),
    ),
  }),
})

const attributeName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,59}$/, 'use lower-case letters, digits and _, beginning with a letter')
export const attribute = z.object({ name: z.string(), label: z.string(), type: attributeType })

export const listAttributes = defineOperation({
  name: 'people/list-attributes',
  kind: 'read',
  summary:
    'Lists the attributes that people of this workspace carry and that row rules may use as user.<name>.',
  input: z.strictObject({}),
  output: z.object({ attributes: z.array(attribute) }),
})

export const saveAttribute = defineOperation({
  name: 'people/save-attribute',
  kind: 'write',
  summary: 'Declares an attribute or changes its label; the type stays as it was first declared.',
  input: z.strictObject({
    name: attributeName,
    label: z.string().trim().min(1, 'write a label').max(80),
    type: attributeType,
  }),
  output: attribute,
})

export const personChanged = defineEvent({
  name: 'people/person-changed',
  summary: 'A person’s name, roles, attributes or state changed.',
  payload: z.object({ personId: z.uuid() }),
})

export const roleChanged = defineEvent({
  name: 'people/role-changed',
  summary: 'A role of the workspace was made, changed or deleted.',
  payload: z.object({ role: z.string() }),
})

export const invitationChanged = defineEvent({
  name: 'people/invitation-changed',
  summary: 'An invitation was made, accepted or revoked.',
  payload: z.object({ invitationId: z.uuid() }),
})

export const attributesChanged = defineEvent({
  name: 'people/attributes-changed',
  summary: 'An attribute was declared or renamed.',
  payload: z.object({}),
})
