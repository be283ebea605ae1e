import { AppError } from '@flexoffice/base'

/** How many calls are let through at once, and how many more each second allows. */
export interface RatePolicy {
  burst: number
  perSecond: number
  /** What there were too many of, for the refusal. */
  of?: string
}

/** Counts calls by address or person. */
export interface RateLimit {
  /** Takes one call or throws `too_many_requests`; the answer gives it back when the call turned out to be honest. */
  take(caller: string, now?: number): () => void
}

interface Bucket {
  tokens: number
  at: number
}

const maximumCallers = 20_000

/**
 * A token bucket per caller, bounded in memory: past the bound the one that was quiet longest is forgotten. By address it
 * slows down guessing over many accounts, which the lock of a single account does not see.
 */
export function createRateLimit(policy: RatePolicy): RateLimit {
  const buckets = new Map<string, Bucket>()
  return {
    take(caller, now = Date.now()) {
      const key = networkOf(caller)
      const bucket = refill(buckets.get(key), policy, now)
      // Set anew at every call, so the map's order is the order of use.
      buckets.delete(key)
      buckets.set(key, bucket)
      if (buckets.size > maximumCallers) buckets.delete(buckets.keys().next().value as string)
      if (bucket.tokens < 1) throw tooMany(policy, (1 - bucket.tokens) / policy.perSecond)
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
export function networkOf(address: string): string {
  if (address.startsWith('::ffff:') || !address.includes(':')) return address
  const [head = '', tail] = address.split('::')
  const groups = head.split(':').filter(Boolean)
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter(Boolean).length
  return [...groups, ...Array.from({ length: missing }, () => '0'), ...(tail ?? '').split(':')]
    .slice(0, 4)
    .join(':')
}

function tooMany({ of = 'attempts from your network' }: RatePolicy, waitSeconds: number): AppError {
  const retryAfterSeconds = Math.max(1, Math.ceil(waitSeconds))
  return new AppError('too_many_requests', {
    public: `Too many ${of}. Try again in ${retryAfterSeconds} seconds.`,
    params: { retryAfterSeconds },
  })
}
