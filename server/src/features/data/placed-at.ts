import { AppError } from '@flexoffice/base'

/** A refusal whose fields are named as the caller wrote them; any other error as it is. */
export function placedAt(error: unknown, rename: (path: string) => string): unknown {
  if (!(error instanceof AppError)) return error
  const { code, detail, cause } = error
  const fields = detail.fields?.map((field) => ({ ...field, path: rename(field.path) }))
  return new AppError(code, { ...detail, cause, ...(fields ? { fields } : {}) })
}
