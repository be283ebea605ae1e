import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from './config.ts'

/** The installation's keys, all derived from one master key that lies outside every database and its backups. */
export interface Keys {
  /** Encrypts a secret; the ciphertext names its key (`k1:…`), so keys can rotate. `context` is authenticated with it. */
  encrypt(plain: string, context: string): string
  decrypt(sealed: string, context: string): string
  /** A keyed digest for one purpose, e.g. tokens at rest. */
  digest(purpose: string, text: string | Buffer): Buffer
  /** A derived key of 32 bytes for one purpose. */
  derive(purpose: string): Buffer
}

/** Opens the keys of the installation; makes them on the first start of embedded stores only. */
export function openKeys(config: Config): Keys {
  return makeKeys(readMasterKey(config))
}

/** Makes keys from a master key of 32 bytes. */
export function makeKeys(master: Buffer): Keys {
  const derived = new Map<string, Buffer>()
  function derive(purpose: string): Buffer {
    let key = derived.get(purpose)
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', master, '', purpose, 32))
      derived.set(purpose, key)
    }
    return key
  }
  return {
    derive,
    digest: (purpose, text) => createHmac('sha256', derive(purpose)).update(text).digest(),
    encrypt(plain, context) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', derive('secrets'), nonce)
      cipher.setAAD(Buffer.from(context))
      const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `k1:${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')}`
    },
    decrypt(sealed, context) {
      if (!sealed.startsWith('k1:')) throw new Error(`a secret of ${context} names an unknown key`)
      const bytes = Buffer.from(sealed.slice(3), 'base64')
      const decipher = createDecipheriv('aes-256-gcm', derive('secrets'), bytes.subarray(0, 12))
      decipher.setAAD(Buffer.from(context))
      decipher.setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },
  }
}

function readMasterKey(config: Config): Buffer {
  if (config.masterKey) {
    const key = Buffer.from(config.masterKey, 'base64')
    if (key.length !== 32)
      throw new Error('FLEXOFFICE_KEY must be 32 bytes in base64, e.g. from `openssl rand -base64 32`.')
    return key
  }
  const folder = join(config.dataFolder, 'keys')
  const file = join(folder, 'master')
  if (existsSync(file)) return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64')
  if (config.databaseUrl)
    throw new Error(
      'With DATABASE_URL set, FLEXOFFICE_KEY is required: keys are never invented for an external store.',
    )
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const key = randomBytes(32)
  writeFileSync(file, `${key.toString('base64')}\n`, { mode: 0o600, flag: 'wx' })
  return key
}
