import { AppError } from '@flexoffice/base'

/** How many calls may fail at once, and how many more each second allows. */
export interface RatePolicy {
  burst: number
  perSecond: number
}

/** Counts calls by address. */
export interface RateLimit {
  /** Takes one call or throws `too_many_requests`; the answer gives it back when the call turned out to be honest. */
  take(address: string, now?: number): () => void
}

interface Bucket {
  tokens: number
  at: number
}

const maximumAddresses = 20_000

/**
 * A token bucket per address, bounded in memory: past the bound the address that was quiet longest is forgotten. It slows
 * down guessing over many accounts, which the lock of a single account does not see.
 */
export function createRateLimit(policy: RatePolicy): RateLimit {
  const buckets = new Map<string, Bucket>()
  return {
    take(address, now = Date.now()) {
      const key = networkOf(address)
      const bucket = refill(buckets.get(key), policy, now)
      // Set anew at every call, so the map's order is the order of use.
      buckets.delete(key)
      buckets.set(key, bucket)
      if (buckets.size > maximumAddresses) buckets.delete(buckets.keys().next().value as string)
      if (bucket.tokens < 1) throw tooMany((1 - bucket.tokens) / policy.perSecond)
      bucket.tokens -= 1
      return () => {
        bucket.tokens = Math.min(policy.burst, bucket.tokens + 1)
      }
    },
  }
}

function refill(bucket: Bucket | undefined, { burst, perSecond }: RatePolicy, now: number): Bucket {
  if (!bucket) return { tokens: burst, at: now }
  bucket.tokens = Math.min(burst, bucket.tokens + (Math.max(0, now - bucket.at) / 1_000) * perSecond)
  bucket.at = now
  return bucket
}

/** One customer holds a whole /64 of IPv6, so its addresses count as one. */
function networkOf(address: string): string {
  if (address.startsWith('::ffff:') || !address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter(Boolean).length
  return [...groups, ...Array.from({ length: missing }, () => '0'), ...(tail ?? '').split(':')]
    .slice(0, 4)
    .join(':')
}

function tooMany(waitSeconds: number): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitSeconds))
  return new AppError('too_many_requests', {
    public: `Too many attempts from your network. Try again in ${retryAfterSeconds} seconds.`,
    params: { retryAfterSeconds },
  })
}
