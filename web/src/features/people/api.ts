export { AttributeFields, type AttributeValues } from './directory/attribute-fields.tsx'
export { useRoleNames, useRoles } from './role-names.ts'
