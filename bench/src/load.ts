import { Agent, request } from 'node:http'

/** One request of a load, ready to be sent. */
export interface LoadRequest {
  method: string
  path: string
  headers?: Record<string, string>
  body?: string
}

/** What to send: each connection takes the next request of the list as soon as it has its answer. */
export interface LoadOrder {
  port: number
  connections: number
  seconds: number
  requests: LoadRequest[]
}

/** What was reached. */
export interface LoadReport {
  perSecond: number
  medianMilliseconds: number
  /** What making the load itself cost the processor. */
  processorSeconds: number
  failures: number
  firstFailure: string | null
}

async function work(order: LoadOrder): Promise<LoadReport> {
  const agent = new Agent({ keepAlive: true, maxSockets: order.connections })
  const times: number[] = []
  let next = 0
  let failures = 0
  let firstFailure: string | null = null
  const used = process.cpuUsage()
  const startedAt = performance.now()
  const endsAt = startedAt + order.seconds * 1000

  async function connection(): Promise<void> {
    while (performance.now() < endsAt) {
      const one = order.requests[next % order.requests.length]!
      next += 1
      const sentAt = performance.now()
      const failure = await send(agent, order.port, one)
      if (failure === null) times.push(performance.now() - sentAt)
      else {
        failures += 1
        firstFailure ??= failure
      }
    }
  }

  await Promise.all(Array.from({ length: order.connections }, connection))
  const seconds = (performance.now() - startedAt) / 1000
  const { user, system } = process.cpuUsage(used)
  agent.destroy()
  times.sort((left, right) => left - right)
  return {
    perSecond: times.length / seconds,
    medianMilliseconds: times[Math.floor(times.length / 2)] ?? 0,
    processorSeconds: (user + system) / 1_000_000,
    failures,
    firstFailure,
  }
}

function send(agent: Agent, port: number, one: LoadRequest): Promise<string | null> {
  return new Promise((resolve) => {
    const { method, path, body } = one
    const headers = { ...one.headers, ...(body ? { 'content-length': Buffer.byteLength(body) } : {}) }
    const sent = request({ agent, host: '127.0.0.1', port, method, path, headers }, (response) => {
      let text = ''
      const failed = (response.statusCode ?? 500) >= 300
      if (failed) response.setEncoding('utf8')
      response.on('data', (chunk) => {
        if (failed) text += chunk
      })
      response.on('end', () => resolve(failed ? `${response.statusCode} ${text.slice(0, 300)}` : null))
    })
    sent.on('error', (error) => resolve(String(error)))
    sent.end(body)
  })
}

// In a process of its own, so that making the load costs the servers' process nothing.
process.on('message', (order: LoadOrder) => {
  void work(order).then((report) => process.send?.(report))
})
