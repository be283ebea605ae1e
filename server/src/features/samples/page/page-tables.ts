import type { CompanyTable } from '../company/company-files.ts'

/** The tables of the company: their ids, and those of their columns by name. */
export type PageTables = Record<CompanyTable, { id: string; columns: Record<string, string> }>
