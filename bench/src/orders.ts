import type pg from 'pg'

export const regions = Array.from({ length: 50 }, (_, index) => `R${String(index + 1).padStart(2, '0')}`)
export const products = Array.from({ length: 50 }, (_, index) => `P${String(index + 1).padStart(2, '0')}`)

/** The columns that the measured people may read; `cost` and `email` are hidden from them. */
export const visibleColumns = [
  'id',
  'ordered_at',
  'region',
  'product',
  'customer',
  'status',
  'channel',
  'quantity',
  'price',
  'total',
] as const

/** Makes the table of orders: 12 columns, two years, evenly over regions and products, with the indexes that both use. */
export async function makeOrders(client: pg.Client, rows: number, owner: string): Promise<void> {
  await client.query(`
    create table public.orders (
      id bigint generated always as identity primary key,
      ordered_at timestamptz not null,
      region text not null,
      product text not null,
      customer text not null,
      email text,
      status text not null,
      channel text not null,
      quantity int not null,
      price numeric(12,2) not null,
      total numeric(14,2) not null,
      cost numeric(12,2)
    );
    alter table public.orders owner to ${owner}`)
  await client.query(
    `insert into public.orders (ordered_at, region, product, customer, email, status, channel, quantity, price, total, cost)
     select timestamptz '2024-01-01 00:00:00Z' + (n::bigint * 7919 % 63072000) * interval '1 second',
       'R' || lpad((1 + n % 50)::text, 2, '0'),
       'P' || lpad((1 + (n / 50) % 50)::text, 2, '0'),
       'Customer ' || (n % 9973) || case when n % 17 = 0 then ' "Ltda"' else '' end,
       'customer' || (n % 9973) || '@example.com',
       (array['open', 'paid', 'sent', 'closed'])[1 + n % 4],
       (array['shop', 'phone', 'partner'])[1 + n % 3],
       1 + n % 12, (n % 9000)::numeric / 100 + 1, ((n % 9000)::numeric / 100 + 1) * (1 + n % 12), (n % 4000)::numeric / 100
     from generate_series(1, $1::int) n`,
    [rows],
  )
  await client.query(`
    create index orders_region_product on public.orders (region, product, ordered_at, id);
    create index orders_region on public.orders (region, ordered_at, id)`)
  await client.query('vacuum analyze public.orders')
}

/** A new order of a region, as one of many that people enter. */
export function newOrder(region: string, index: number): Record<string, string | number> {
  return {
    ordered_at: '2026-01-15T10:30:00Z',
    region,
    product: products[index % products.length]!,
    customer: `Customer ${index % 9973}`,
    status: 'open',
    channel: 'shop',
    quantity: 1 + (index % 12),
    price: '19.90',
    total: (19.9 * (1 + (index % 12))).toFixed(2),
  }
}
