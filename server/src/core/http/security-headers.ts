import type { FastifyInstance } from 'fastify'

// Styles are inline only as attributes (positions of the grid and of floating layers); scripts never.
const policy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "object-src 'none'",
].join('; ')

/** Adds the headers that keep a browser on its guard to every answer. */
export function addSecurityHeaders(server: FastifyInstance): void {
  server.addHook('onRequest', async (_request, reply) => {
    const raw = reply.raw
    raw.setHeader('content-security-policy', policy)
    raw.setHeader('x-content-type-options', 'nosniff')
    raw.setHeader('x-frame-options', 'DENY')
    raw.setHeader('referrer-policy', 'same-origin')
    raw.setHeader('cross-origin-opener-policy', 'same-origin')
    raw.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=()')
    if (!_request.url.startsWith('/assets/')) raw.setHeader('cache-control', 'no-store')
  })
}
