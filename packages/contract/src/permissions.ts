/**
 * Every permission of the platform. A role is a set of these plus its grants on tables; nobody grants one that they lack.
 * Names are `feature.verbNoun` and part of the public API.
 */
export const permissions = {
  'people.view': 'See who works in the workspace',
  'people.manage': 'Invite people, change their roles and attributes, deactivate them',
  'access.manage': 'Grant tables, columns and rows to roles',
  'access.explain': 'Ask who can see what, and why',
  'audit.read': 'Search and export the audit log',
  'settings.manage': 'Change the settings of the workspace',
  'sources.view': 'See the data sources and their tables',
  'sources.connect': 'Connect, change and remove data sources',
  'sources.upload': 'Upload spreadsheets as tables',
  'data.use': 'Read and write the tables that are granted',
  'pages.view': 'Open published pages',
  'pages.edit': 'Create, change and publish pages',
  'workbench.use': 'Run read-only SQL',
  'workbench.change': 'Run SQL that changes data or structure',
} as const

export type Permission = keyof typeof permissions

export interface RoleDefinition {
  key: string
  /** Nobody manages people above their own level. */
  level: 1 | 2 | 3 | 4
  permissions: readonly Permission[]
}

const viewing = ['data.use', 'pages.view'] as const satisfies Permission[]
const editing = [
  ...viewing,
  'people.view',
  'sources.view',
  'sources.upload',
  'pages.edit',
] as const satisfies Permission[]
const developing = [
  ...viewing,
  'people.view',
  'sources.view',
  'sources.connect',
  'sources.upload',
  'workbench.use',
  'workbench.change',
] as const satisfies Permission[]

/** The built-in roles (REQUIREMENTS ). Editors build pages, Developers connect sources; hold both to do both. */
export const builtInRoles = [
  { key: 'super_admin', level: 4, permissions: Object.keys(permissions) as Permission[] },
  { key: 'admin', level: 3, permissions: Object.keys(permissions) as Permission[] },
  { key: 'editor', level: 2, permissions: editing },
  { key: 'developer', level: 2, permissions: developing },
  { key: 'viewer', level: 1, permissions: viewing },
  { key: 'sales', level: 1, permissions: viewing },
  { key: 'operations', level: 1, permissions: viewing },
  { key: 'support', level: 1, permissions: viewing },
  { key: 'finance', level: 1, permissions: viewing },
  { key: 'management', level: 1, permissions: viewing },
] as const satisfies RoleDefinition[]

export type BuiltInRole = (typeof builtInRoles)[number]['key']

const governing: readonly Permission[] = ['people.manage', 'access.manage', 'settings.manage', 'audit.read']
const making: readonly Permission[] = [
  'pages.edit',
  'sources.connect',
  'sources.upload',
  'workbench.use',
  'workbench.change',
]

/**
 * The level of a role of the workspace's own: 3 where it governs people, access, settings or audit, as Admins do; 2 where it
 * makes pages, brings data in or runs SQL, as Editors and Developers do; else 1. It follows from the permissions, so it is
 * never above the level of somebody who holds them all.
 */
export function levelOfPermissions(held: readonly string[]): 1 | 2 | 3 {
  if (governing.some((permission) => held.includes(permission))) return 3
  return making.some((permission) => held.includes(permission)) ? 2 : 1
}

/** How the keys of a workspace's own roles begin; no built-in role's does. */
export const ownRolePrefix = 'custom_'

/** Tells whether a text names a permission of this version. */
export function isPermission(text: string): text is Permission {
  return Object.hasOwn(permissions, text)
}

/** Whoever holds one of these chooses among roles somewhere, so may see which there are. */
export const choosesRoles: readonly Permission[] = [
  'people.view',
  'people.manage',
  'access.manage',
  'access.explain',
  'pages.edit',
  'sources.connect',
  'sources.upload',
]
