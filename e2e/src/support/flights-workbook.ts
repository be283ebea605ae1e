import { resolve } from 'node:path'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { type Cell, writeWorkbook } from './write-workbook.ts'

const source = resolve(import.meta.dirname, '../../../node_modules/vega-datasets/data/flights-3m.parquet')

/** How many flights the workbook holds. */
export const flightCount = 52_000

/** Where in the file, which is sorted by time, the samples begin: one in each month from January to June of 2001. */
const starts = [0, 600_000, 1_100_000, 1_600_000, 2_150_000, 2_900_000]
const titles = ['Date', 'Delay', 'Distance', 'Origin', 'Destination']

interface Flight {
  date: Date
  delay: bigint
  distance: bigint
  origin: string
  destination: string
}

/** A workbook of real domestic flights of the United States in 2001, from the public data of `vega-datasets`. */
export async function makeFlightsWorkbook(): Promise<Buffer> {
  const file = await asyncBufferFromFile(source)
  const rows: Cell[][] = [titles]
  const share = Math.ceil(flightCount / starts.length)
  for (const rowStart of starts) {
    const flights = await parquetReadObjects({ file, compressors, rowStart, rowEnd: rowStart + share })
    for (const flight of flights as unknown as Flight[]) {
      if (rows.length > flightCount) break
      const { date, delay, distance, origin, destination } = flight
      rows.push([date, Number(delay), Number(distance), origin, destination])
    }
  }
  return writeWorkbook('Flights', rows)
}
