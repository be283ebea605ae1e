export { RoleChoice } from './role-choice.tsx'
export { useRoleLabel } from './role-label.ts'
export { SensitiveSwitch } from './sensitive-switch.tsx'
export { useSettled } from './use-settled.ts'
