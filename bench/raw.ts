import { createServer } from 'node:http'
import pg from 'pg'

/**
 * The yardstick: what somebody writes by hand for exactly these calls, with no sign-in, no rights and no audit. The row
 * rule stands in the WHERE, the hidden columns are simply not selected. Started by the benchmarks with the database's
 * address as its argument; it prints its port.
 */
const pool = new pg.Pool({ ...JSON.parse(process.argv[2] ?? '{}'), max: 10 })
const columns = 'id, ordered_at, region, product, customer, status, channel, quantity, price, total'

const calls: Record<string, (query: URLSearchParams, body: string) => pg.QueryConfig> = {
  '/list-50': (query) => ({
    name: 'list-50',
    text: `select ${columns} from orders where region = $1 and product = $2 order by ordered_at desc, id desc limit 50`,
    values: [query.get('region'), query.get('product')],
  }),
  '/list-1000': (query) => ({
    name: 'list-1000',
    text: `select ${columns} from orders where region = $1 order by ordered_at desc, id desc limit 1000`,
    values: [query.get('region')],
  }),
  '/sum': (query) => ({
    name: 'sum',
    text: `select region, date_trunc('month', ordered_at) as month, sum(total) as total from orders
      where region = $1 group by 1, 2 order by 1, 2`,
    values: [query.get('region')],
  }),
  '/insert': (_query, body) => {
    const order = JSON.parse(body)
    return {
      name: 'insert',
      text: `insert into orders (ordered_at, region, product, customer, status, channel, quantity, price, total)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning ${columns}`,
      values: [
        order.ordered_at,
        order.region,
        order.product,
        order.customer,
        order.status,
        order.channel,
        order.quantity,
        order.price,
        order.total,
      ],
    }
  },
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost')
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', async () => {
    try {
      const result = await pool.query(calls[url.pathname]!(url.searchParams, body))
      const text = JSON.stringify(result.rows)
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      })
      response.end(text)
    } catch (error) {
      response.writeHead(500)
      response.end(String(error))
    }
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.stdout.write(`${typeof address === 'object' && address ? address.port : 0}\n`)
})
