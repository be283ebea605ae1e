import type { InputOf, OperationContract } from '@flexoffice/contract/operation'
import { client } from './client.ts'

/** How far a download is. */
export interface DownloadProgress {
  /** Lines so far, those within quoted values apart; the header counts as one. */
  lines: number
  /** How many records were counted before the first came; null when nobody said. */
  records: number | null
}

export interface DownloadOptions {
  signal?: AbortSignal
  onProgress?: (progress: DownloadProgress) => void
}

/** An answer that had begun and did not come to its end. */
export class DownloadBroken extends Error {}

/**
 * Saves the CSV that an operation answers under the name that the server gave it; answers how many lines it has. Nothing is
 * saved of an answer that breaks off: then it throws `DownloadBroken`, ApiError for a refusal, AbortError after a cancel.
 */
export async function downloadCsv<Contract extends OperationContract>(
  contract: Contract,
  input: InputOf<Contract>,
  { signal, onProgress }: DownloadOptions = {},
): Promise<number> {
  const answer = await client.open(contract, input, { signal })
  const count = answer.headers.get('x-record-count')
  const counter = countLines()
  const records = count === null ? null : Number(count)
  onProgress?.({ lines: 0, records })
  const watched = answer.body?.pipeThrough(
    new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(piece, controller) {
        controller.enqueue(piece)
        onProgress?.({ lines: counter(piece), records })
      },
    }),
  )
  const content = await new Response(watched).blob().catch((error) => {
    throw signal?.aborted ? error : new DownloadBroken('the answer broke off', { cause: error })
  })
  save(content, fileNameOf(answer.headers.get('content-disposition') ?? ''))
  return counter(new Uint8Array())
}

/** Counts line ends outside of quoted values, piece by piece. */
export function countLines(): (piece: Uint8Array) => number {
  let lines = 0
  let quoted = false
  return (piece) => {
    for (const byte of piece) {
      if (byte === quoteSign) quoted = !quoted
      else if (byte === lineEnd && !quoted) lines += 1
    }
    return lines
  }
}

const quoteSign = 34
const lineEnd = 10

/** The file's name from the header; the form that knows all letters first (RFC 6266). */
export function fileNameOf(disposition: string): string {
  const whole = /filename\*=UTF-8''([^;]+)/.exec(disposition)?.[1]
  if (whole !== undefined) return decodeURIComponent(whole)
  return /filename="([^"]+)"/.exec(disposition)?.[1] ?? 'export.csv'
}

function save(content: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
