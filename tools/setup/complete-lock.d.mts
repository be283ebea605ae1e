export interface Lock {
  packages: Record<
    string,
    { version?: string; optionalDependencies?: Record<string, string>; [field: string]: unknown }
  >
}
export function completeLock(lock: Lock): string[]
