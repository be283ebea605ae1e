import type { Benchmark } from '../benchmark.ts'
import { compareLoad } from '../compare-load.ts'

/** Sum of totals by region and month under the row rule, one question at a time. */
export const sumByMonth: Benchmark = {
  name: 'sum-by-month',
  run: async ({ options, world }) => {
    const here = await world()
    const { columns, tableId } = here
    const body = JSON.stringify({
      query: {
        select: [],
        group: [
          { as: 'region', field: { column: columns.region } },
          { as: 'month', field: { column: columns.ordered_at }, bucket: 'month' },
        ],
        aggregates: [{ as: 'total', function: 'sum', field: { column: columns.total } }],
        sort: [
          { field: { group: 'region' }, direction: 'ascending' },
          { field: { group: 'month' }, direction: 'ascending' },
        ],
        page: { kind: 'offset', offset: 0, limit: 1000 },
      },
    })
    const line = await compareLoad(
      {
        benchmark: 'sum-by-month',
        what: 'sum by region and month, one at a time',
        target: 1.15,
        measure: 'slower',
        connections: 1,
        product: here.people.map((person) => ({
          method: 'POST',
          path: `/api/tables/${tableId}/query`,
          headers: { authorization: `Bearer ${person.token}`, 'content-type': 'application/json' },
          body,
        })),
        raw: here.people.map(({ region }) => ({ method: 'GET', path: `/sum?region=${region}` })),
        readProduct: (answer) =>
          (answer as { rows: string[][] }).rows.map(([region, month, total]) => [
            region,
            instant(month),
            total,
          ]),
        readRaw: (answer) =>
          (answer as { region: string; month: string; total: string }[]).map(({ region, month, total }) => [
            region,
            instant(month),
            total,
          ]),
      },
      here,
      options,
    )
    return [line]
  },
}

function instant(text: string | undefined): number {
  return new Date(String(text)).getTime()
}
