export { RoleChoice } from './role-choice.tsx'
export { roleLabel } from './role-label.ts'
export { SensitiveSwitch } from './sensitive-switch.tsx'
export { useSettled } from './use-settled.ts'
