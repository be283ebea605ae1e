import type { InputOf, OperationContract } from '@flexoffice/contract/operation'
import { accessToken, refreshSession } from '../../core/session/session.ts'

/** Saves the CSV that an operation answers, under the name that the server gives it; throws when it is refused or breaks off. */
export async function downloadCsv<Contract extends OperationContract>(
  contract: Contract,
  input: InputOf<Contract>,
): Promise<void> {
  let answer = await request(contract, input)
  if (answer.status === 401 && (await refreshSession())) answer = await request(contract, input)
  if (!answer.ok) throw new Error(String(answer.status))
  const name = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1]
  save(await answer.blob(), name ?? 'export.csv')
}

function request({ http }: OperationContract, input: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${accessToken()}` }
  return fetch(http.path, { method: http.method, headers, body: JSON.stringify(input) })
}

function save(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
