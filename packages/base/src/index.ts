export type { AppErrorDetail, ErrorCode, FieldProblem } from './errors.ts'
export { AppError, errorStatuses, forbidden, invalidField, notFound } from './errors.ts'
export { isId, newId, randomName } from './ids.ts'
export { takeRandom } from './random.ts'
