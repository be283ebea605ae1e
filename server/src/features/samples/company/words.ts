import type { CountryCode } from './places.ts'

/** The language of a sample company. */
export type SampleLanguage = 'en' | 'pt-BR'

/** The states of an order. */
export type OrderStatus = 'processing' | 'shipped' | 'delivered' | 'cancelled'

/** One product: its name, the place of its category, and its price in whole units of the currency. */
export type ProductWords = readonly [name: string, category: number, price: number]

/** Everything of the sample company that is said in a language. */
export interface CompanyWords {
  currency: string
  countries: Record<CountryCode, string>
  categories: readonly string[]
  products: readonly ProductWords[]
  statuses: Record<OrderStatus, string>
  tables: Record<'customers' | 'products' | 'orders' | 'lines', string>
  columns: {
    customers: Labels<'name' | 'contact' | 'city' | 'country' | 'phone' | 'email' | 'since'>
    products: Labels<'name' | 'category' | 'price' | 'stock'>
    orders: Labels<'customer_id' | 'date' | 'status' | 'total'>
    lines: Labels<'order_id' | 'product_id' | 'quantity' | 'unit_price' | 'amount'>
  }
  /** How a row of one table calls the row of another that it names. */
  relations: Record<'customer' | 'order' | 'product', string>
  page: Record<
    | 'title'
    | 'country'
    | 'allCountries'
    | 'period'
    | 'revenue'
    | 'orders'
    | 'average'
    | 'customers'
    | 'yearBefore'
    | 'byMonth'
    | 'byCategory'
    | 'bestProducts'
    | 'number'
    | 'customer'
    | 'changeOrder'
    | 'save'
    | 'statusHelp'
    | 'statusProblem'
    | 'saved',
    string
  >
}

type Labels<Names extends string> = Record<Names, string>
