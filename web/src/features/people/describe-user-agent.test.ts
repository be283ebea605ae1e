import { expect, test } from 'vitest'
import { describeUserAgent } from './describe-user-agent.ts'

test('names browser and system, and leaves machines their own name', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36'
  const safari =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1'
  expect(describeUserAgent(chrome)).toBe('Chrome · Linux')
  expect(describeUserAgent(safari)).toBe('Safari · iOS')
  expect(describeUserAgent(`${chrome} Edg/140.0`)).toBe('Edge · Linux')
  expect(describeUserAgent('curl/8.1')).toBe('curl')
  expect(describeUserAgent('')).toBe('—')
})
