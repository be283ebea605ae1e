/** The permissions that a change of roles gives and takes. */
export function compareRoles(
  roles: ReadonlyArray<{ key: string; permissions: readonly string[] }>,
  before: readonly string[],
  after: readonly string[],
): { gained: string[]; lost: string[] } {
  const of = (keys: readonly string[]) =>
    new Set(roles.filter(({ key }) => keys.includes(key)).flatMap(({ permissions }) => permissions))
  const [old, next] = [of(before), of(after)]
  return {
    gained: [...next].filter((permission) => !old.has(permission)),
    lost: [...old].filter((permission) => !next.has(permission)),
  }
}
