import { type Place, places } from './places.ts'
import { type Chance, makeChance } from './random.ts'
import type { CompanyWords, OrderStatus } from './words.ts'

/** What the sample company holds; rows are named by their place, from 1. Money is in hundredths. */
export interface Company {
  customers: Customer[]
  products: Product[]
  orders: Order[]
  lines: OrderLine[]
}

interface Customer {
  name: string
  contact: string
  city: string
  country: string
  phone: string
  email: string
  since: string
}

interface Product {
  name: string
  category: string
  price: number
  stock: number
}

interface Order {
  customer: number
  date: string
  status: OrderStatus
  total: number
}

interface OrderLine {
  order: number
  product: number
  quantity: number
  unitPrice: number
  amount: number
}

const customerCount = 120
const months = 24
const ordersPerDay = 1.3
const machines = 4

/** Two years of business up to a day; the same day and language give the same rows. */
export function makeCompany(words: CompanyWords, lastDay: string): Company {
  const chance = makeChance(20_260_101)
  const customers = makeCustomers(chance, words, lastDay)
  const products = words.products.map(([name, category, price]) => ({
    name,
    category: words.categories[category]!,
    price: price * 100 + 90,
    stock: chance.between(category === machines ? 2 : 20, category === machines ? 12 : 400),
  }))
  const company: Company = { customers, products, orders: [], lines: [] }
  const first = firstDay(lastDay)
  const days = daysBetween(first, lastDay)
  for (let day = 0; day <= days; day += 1) {
    const growth = 0.75 + (0.6 * day) / days
    const date = addDays(first, day)
    const wanted = ordersPerDay * growth * season(date)
    const count = Math.floor(wanted) + (chance.next() < wanted % 1 ? 1 : 0)
    for (let each = 0; each < count; each += 1) addOrder(company, chance, words, date, days - day)
  }
  return company
}

/** The first day of the first of the months that end with a day. */
export function firstDay(lastDay: string, count: number = months): string {
  const [year, month] = lastDay.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month - count, 1)).toISOString().slice(0, 10)
}

/** The last day of the month before; a month that has only begun would look like a collapse of sales. */
export function lastFullDay(now: Date): string {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 0)).toISOString().slice(0, 10)
}

function makeCustomers(chance: Chance, words: CompanyWords, lastDay: string): Customer[] {
  const taken = new Set<string>()
  const before = addDays(firstDay(lastDay), -1)
  return Array.from({ length: customerCount }, (_, at) => {
    const place = placeAt(at)
    const first = chance.pick(place.firstNames)
    return {
      name: freeName(chance, place, taken),
      contact: `${first} ${chance.pick(place.lastNames)}`,
      city: chance.pick(place.cities),
      country: words.countries[place.country],
      phone: place.phone.replaceAll('#', () => String(chance.between(0, 9))),
      email: `${plain(first)}.${at + 1}@example.com`,
      since: addDays(before, -chance.between(0, 1_400)),
    }
  })
}

/** Spreads the countries evenly over the list, so that every part of it looks like the whole. */
function placeAt(at: number): Place {
  let share = (at * 37) % 100
  for (const place of places) {
    share -= place.share
    if (share < 0) return place
  }
  return places[0]!
}

function freeName(chance: Chance, place: Place, taken: Set<string>): string {
  for (;;) {
    const name = `${chance.pick(place.houses)} ${chance.pick(place.names)}`
    const known = taken.has(name)
    // Chains have several houses: a name that is taken is told apart by its city.
    const full = known ? `${name} ${chance.pick(place.cities)}` : name
    if (taken.has(full)) continue
    taken.add(full)
    return full
  }
}

function addOrder(company: Company, chance: Chance, words: CompanyWords, date: string, age: number): void {
  const customer = 1 + Math.floor(customerCount * chance.next() ** 1.6)
  const order = company.orders.length + 1
  const chosen = new Set(Array.from({ length: chance.between(1, 4) }, () => pickProduct(chance, words)))
  let total = 0
  for (const product of chosen) {
    const unitPrice = company.products[product - 1]!.price
    const isMachine = words.products[product - 1]![1] === machines
    const quantity = isMachine ? 1 : chance.between(2, 14)
    total += quantity * unitPrice
    company.lines.push({ order, product, quantity, unitPrice, amount: quantity * unitPrice })
  }
  company.orders.push({ customer, date, status: statusAfter(chance, age), total })
}

/** The first products of the list sell most. */
function pickProduct(chance: Chance, words: CompanyWords): number {
  return 1 + Math.floor(words.products.length * chance.next() ** 1.5)
}

function statusAfter(chance: Chance, days: number): OrderStatus {
  if (chance.next() < 0.04) return 'cancelled'
  if (days < 5) return 'processing'
  return days < 12 ? 'shipped' : 'delivered'
}

/** More is bought before the holidays, and on working days. */
function season(date: string): number {
  const day = new Date(date)
  const isWeekend = day.getUTCDay() % 6 === 0
  return (isWeekend ? 0.4 : 1.2) * (1 + 0.22 * Math.cos(((day.getUTCMonth() - 10) * Math.PI) / 6))
}

function plain(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}

function addDays(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10)
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}
