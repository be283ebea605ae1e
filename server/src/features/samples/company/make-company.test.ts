import { describe, expect, it } from 'vitest'
import { companyTables, makeFiles, wordsOf } from './company-files.ts'
import { firstDay, lastFullDay, makeCompany } from './make-company.ts'

const lastDay = '2026-10-31'

describe('the sample company', () => {
  it('is the same for the same day, and as large in either language', () => {
    expect(makeFiles('en', lastDay)).toEqual(makeFiles('en', lastDay))
    const sizes = (language: 'en' | 'pt-BR') =>
      makeFiles(language, lastDay).map(({ text }) => text.trimEnd().split('\n').length)
    expect(sizes('pt-BR')).toEqual(sizes('en'))
    expect(makeFiles('en', lastDay).map(({ table }) => table)).toEqual([...companyTables])
  })

  it.each(['en', 'pt-BR'] as const)(
    'in %s holds orders whose lines add up, of customers that are there',
    (language) => {
      const { customers, products, orders, lines } = makeCompany(wordsOf(language), lastDay)
      const sums = orders.map(() => 0)
      for (const line of lines) {
        expect(line.amount).toBe(line.quantity * line.unitPrice)
        expect(products[line.product - 1]).toBeDefined()
        sums[line.order - 1]! += line.amount
      }
      expect(orders.map(({ total }) => total)).toEqual(sums)
      expect(orders.every(({ customer }) => customers[customer - 1] !== undefined)).toBe(true)
      expect(new Set(customers.map(({ name }) => name)).size).toBe(customers.length)
      expect(new Set(customers.map(({ country }) => country)).size).toBe(6)
    },
  )

  it('writes to nobody: addresses and telephones are those kept for examples or given to nobody', () => {
    const { customers } = makeCompany(wordsOf('en'), lastDay)
    const kept = [
      /^\+55 11 90000-\d{4}$/,
      /^\+1 202-555-01\d\d$/,
      /^\+49 30 23125 \d{3}$/,
      /^\+44 20 7946 0\d{3}$/,
      /^\+33 1 99 00 \d\d \d\d$/,
      /^\+351 900 000 \d{3}$/,
    ]
    for (const { phone, email } of customers) {
      expect(
        kept.some((range) => range.test(phone)),
        phone,
      ).toBe(true)
      expect(email).toMatch(/^[a-z]+\.\d+@example\.com$/)
    }
  })

  it('ends with the last full month, in every month of the year', () => {
    expect(lastFullDay(new Date('2026-03-01T00:00:00Z'))).toBe('2026-02-28')
    expect(lastFullDay(new Date('2026-01-31T23:59:59Z'))).toBe('2025-12-31')
    expect(firstDay('2026-02-28', 12)).toBe('2025-03-01')
    for (let month = 1; month <= 12; month += 1) {
      const end = lastFullDay(new Date(Date.UTC(2026, month, 15)))
      const { orders } = makeCompany(wordsOf('en'), end)
      expect(orders.every(({ date }) => date >= firstDay(end) && date <= end)).toBe(true)
      expect(orders.length).toBeGreaterThan(800)
    }
  })
})
