import type { UploadType } from '../../files/api.ts'
import { type Company, makeCompany } from './make-company.ts'
import type { CompanyWords, SampleLanguage } from './words.ts'
import { englishWords } from './words-en.ts'
import { portugueseWords } from './words-pt.ts'

/** What the sample company is called in every language; typed to remove it. */
export const companyName = 'Pico da Lua'

/** Its tables; those that name rows of others after them. */
export const companyTables = ['customers', 'products', 'orders', 'lines'] as const
export type CompanyTable = (typeof companyTables)[number]

/** One table as a file that is loaded like any upload. */
export interface CompanyFile {
  table: CompanyTable
  label: string
  fileName: string
  columns: { name: string; label: string; type: UploadType }[]
  text: string
}

const types = {
  customers: {
    name: 'text',
    contact: 'text',
    city: 'text',
    country: 'text',
    phone: 'text',
    email: 'text',
    since: 'date',
  },
  products: { name: 'text', category: 'text', price: 'decimal', stock: 'integer' },
  orders: { customer_id: 'integer', date: 'date', status: 'text', total: 'decimal' },
  lines: {
    order_id: 'integer',
    product_id: 'integer',
    quantity: 'integer',
    unit_price: 'decimal',
    amount: 'decimal',
  },
} as const satisfies Record<CompanyTable, Record<string, UploadType>>

/** The words of a language. */
export function wordsOf(language: SampleLanguage): CompanyWords {
  return language === 'pt-BR' ? portugueseWords : englishWords
}

/** The files of the company's tables. Rows are named by their place in the file, which becomes their number when loaded. */
export function makeFiles(language: SampleLanguage, lastDay: string): CompanyFile[] {
  const words = wordsOf(language)
  const rows = rowsOf(makeCompany(words, lastDay), words)
  return companyTables.map((table) => {
    const labels: Record<string, string> = words.columns[table]
    const columns = Object.entries(types[table]).map(([name, type]) => ({ name, label: labels[name]!, type }))
    const label = words.tables[table]
    const text = printRows([columns.map((column) => column.label), ...rows[table]])
    return { table, label, fileName: `${label}.csv`, columns, text }
  })
}

/** In the order of the columns. */
function rowsOf(company: Company, words: CompanyWords): Record<CompanyTable, (string | number)[][]> {
  return {
    customers: company.customers.map((row) => [
      row.name,
      row.contact,
      row.city,
      row.country,
      row.phone,
      row.email,
      row.since,
    ]),
    products: company.products.map((row) => [row.name, row.category, money(row.price), row.stock]),
    orders: company.orders.map((row) => [
      row.customer,
      row.date,
      words.statuses[row.status],
      money(row.total),
    ]),
    lines: company.lines.map((row) => [
      row.order,
      row.product,
      row.quantity,
      money(row.unitPrice),
      money(row.amount),
    ]),
  }
}

function money(hundredths: number): string {
  return (hundredths / 100).toFixed(2)
}

function printRows(rows: (string | number)[][]): string {
  return `${rows.map((row) => row.map(printCell).join(',')).join('\n')}\n`
}

function printCell(cell: string | number): string {
  const text = String(cell)
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
