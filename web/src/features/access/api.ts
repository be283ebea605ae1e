export { RoleChoice } from './role-choice.tsx'
export { roleLabel } from './role-label.ts'
export { useSettled } from './use-settled.ts'
