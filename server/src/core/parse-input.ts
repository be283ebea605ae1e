import { AppError } from '@flexoffice/base'
import type { OperationContract } from '@flexoffice/contract/operation'
import type { z } from 'zod'
import { checkInput } from './check-input.ts'
import { CheckedInputs, RepeatedInput } from './repeated-input.ts'

/** Parses the input of an operation; a mistake is answered with every field that is wrong, as JSON pointers. */
export function parseInput(contract: OperationContract, input: unknown): unknown {
  if (!(input instanceof RepeatedInput)) return parse(contract, input)
  const checked = checkedInputs.get(contract) ?? new CheckedInputs()
  checkedInputs.set(contract, checked)
  return checked.find(input.text, () => parse(contract, input.read()))
}

const checkedInputs = new WeakMap<OperationContract, CheckedInputs>()

function parse(contract: OperationContract, input: unknown): unknown {
  checkInput(input)
  const parsed = contract.input.safeParse(input ?? {})
  if (parsed.success) return parsed.data
  const fields = parsed.error.issues.slice(0, 50).flatMap(toProblems)
  const first = fields[0]
  throw new AppError('invalid_input', {
    public: first
      ? `${first.path === '' ? 'The input' : first.path.slice(1)}: ${first.message}`
      : 'The input is not valid.',
    fields,
  })
}

function toProblems(issue: z.core.$ZodIssue): { path: string; message: string; code: string }[] {
  const pointer = issue.path
    .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: `${pointer}/${key}`,
      message: 'there is no such field; remove it',
      code: 'unknown_field',
    }))
  }
  return [{ path: pointer, message: issue.message, code: issue.code }]
}
