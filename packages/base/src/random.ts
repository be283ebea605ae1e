/** Asking the system for bytes costs the same for sixteen as for thousands. */
const poolBytes = 4096
const pool = new Uint8Array(poolBytes)
let used = poolBytes

/** Random bytes of the system's generator, each given out once. `length` is at most 4096. */
export function takeRandom(length: number): Uint8Array {
  if (used + length > poolBytes) {
    crypto.getRandomValues(pool)
    used = 0
  }
  const bytes = pool.slice(used, used + length)
  pool.fill(0, used, used + length)
  used += length
  return bytes
}
