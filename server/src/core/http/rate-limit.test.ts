import { describe, expect, it } from 'vitest'
import { createRateLimit } from './rate-limit.ts'

const refused = (run: () => unknown) => {
  try {
    run()
    return null
  } catch (error) {
    return (error as { detail: { params: unknown } }).detail.params
  }
}

describe('the rate limit', () => {
  it('lets a burst through, then one per interval, and says when to come back', () => {
    const limit = createRateLimit({ burst: 3, perSecond: 0.5 })
    for (let call = 0; call < 3; call += 1) limit.take('10.0.0.1', 0)
    expect(refused(() => limit.take('10.0.0.1', 0))).toEqual({ retryAfterSeconds: 2 })
    expect(refused(() => limit.take('10.0.0.1', 1_000))).toEqual({ retryAfterSeconds: 1 })
    expect(refused(() => limit.take('10.0.0.1', 2_000))).toBeNull()
  })

  it('counts addresses apart, and honest calls not at all', () => {
    const limit = createRateLimit({ burst: 1, perSecond: 1 })
    for (let call = 0; call < 50; call += 1) limit.take('10.0.0.1', 0)()
    limit.take('10.0.0.1', 0)
    expect(refused(() => limit.take('10.0.0.2', 0))).toBeNull()
    expect(refused(() => limit.take('10.0.0.1', 0))).not.toBeNull()
  })

  it('takes a /64 of IPv6 as one address', () => {
    const limit = createRateLimit({ burst: 1, perSecond: 1 })
    limit.take('2001:db8::1', 0)
    expect(refused(() => limit.take('2001:db8:0:0:9::2', 0))).not.toBeNull()
    expect(refused(() => limit.take('2001:db8:0:1::2', 0))).toBeNull()
  })
})
