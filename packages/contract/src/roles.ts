import { z } from 'zod'
import { defineOperation } from './operation.ts'
import { roleKey } from './people.ts'
import type { Permission } from './permissions.ts'
import { permissions } from './permissions.ts'

const roleName = z
  .string()
  .trim()
  .min(1, 'name the role')
  .max(60, 'use at most 60 characters')
  .regex(/^\P{C}*$/u, 'use only characters that can be seen')
  .transform((name) => name.normalize('NFC'))
const roleDescription = z.string().trim().max(300, 'use at most 300 characters')
const permission = z.enum(Object.keys(permissions) as [Permission, ...Permission[]], {
  error: 'is not a permission; people/list-roles shows them',
})
const rolePermissions = z.array(permission).max(100)

export const customRole = z.object({
  key: z.string(),
  name: z.string(),
  description: z.string(),
  level: z.int(),
  permissions: z.array(z.string()),
  version: z.int(),
})

export const createRole = defineOperation({
  name: 'people/create-role',
  kind: 'write',
  summary:
    'Makes a role of the workspace with any permissions that the caller holds; its key stays as it is.',
  input: z.strictObject({
    name: roleName,
    description: roleDescription.default(''),
    permissions: rolePermissions,
  }),
  output: customRole,
})

export const changeRole = defineOperation({
  name: 'people/change-role',
  kind: 'write',
  summary:
    'Changes a role of the workspace; whoever holds it has the new rights within a second, open sockets included.',
  input: z.strictObject({
    key: roleKey,
    /** Of the role as its author saw it: changed meanwhile, the change is refused. */
    version: z.int(),
    name: roleName.optional(),
    description: roleDescription.optional(),
    permissions: rolePermissions.optional(),
  }),
  output: customRole,
})

export const deleteRole = defineOperation({
  name: 'people/delete-role',
  kind: 'write',
  summary:
    'Deletes a role of the workspace that no person, invitation or page has any more, with its rights on tables; its key is never given again.',
  input: z.strictObject({ key: roleKey }),
  output: z.object({ deleted: z.literal(true) }),
})

const weighed = z.array(z.object({ permission: z.string(), people: z.int() }))

export const previewRoleChange = defineOperation({
  name: 'people/preview-role-change',
  kind: 'read',
  summary: 'Tells how many active people would gain or lose which permissions if a role had these.',
  input: z.strictObject({ key: roleKey, permissions: rolePermissions }),
  output: z.object({
    /** How many active people hold the role. */
    people: z.int(),
    gained: weighed,
    lost: weighed,
  }),
})

export const showRoleUses = defineOperation({
  name: 'people/show-role-uses',
  kind: 'read',
  summary: 'Tells what uses a role of the workspace: people, open invitations, rights on tables, pages.',
  input: z.strictObject({ key: roleKey }),
  output: z.object({
    uses: z.array(
      z.object({
        kind: z.enum(['person', 'invitation', 'table', 'page']),
        /** The role can be deleted only when it is not used so any more; what does not block goes with it. */
        blocks: z.boolean(),
        count: z.int(),
        /** Some of them by name, as far as the caller may know of them. */
        names: z.array(z.string()),
      }),
    ),
  }),
})
export type RoleUse = z.infer<typeof showRoleUses.output>['uses'][number]
