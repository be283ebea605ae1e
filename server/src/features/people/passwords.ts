import { hash, verify } from '@node-rs/argon2'
import { verify as verifyBcrypt } from '@node-rs/bcrypt'

// OWASP's second profile for argon2id: 19 MiB, two passes.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
let decoy: Promise<string> | null = null

/** Hashes a password with argon2id. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, cost)
}

/** Verifies a password; `upgrade` says that the hash is of an older kind (bcrypt) and should be replaced. */
export async function verifyPassword(
  stored: string,
  password: string,
): Promise<{ correct: boolean; upgrade: boolean }> {
  if (/^\$2[aby]\$/.test(stored)) return { correct: await verifyBcrypt(password, stored), upgrade: true }
  return { correct: await verify(stored, password), upgrade: false }
}

/** Spends the time of a verification when there is no account, so that time does not tell which e-mails exist. */
export async function pretendToVerify(password: string): Promise<{ correct: false; upgrade: false }> {
  decoy ??= hashPassword('a password that nobody has')
  await verify(await decoy, password)
  return { correct: false, upgrade: false }
}
