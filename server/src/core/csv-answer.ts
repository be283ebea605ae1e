import { Readable } from 'node:stream'
import { RawBody } from './operation.ts'

/**
 * A CSV that the caller saves as a file; pieces are made only as fast as they are taken. Whoever has to hear of the end
 * listens for `close` of the body.
 */
export function csvAnswer(
  fileName: string,
  pieces: AsyncIterable<string>,
  { headers = {}, stillHolds }: { headers?: Record<string, string>; stillHolds?: RawBody['stillHolds'] } = {},
): RawBody & { body: Readable } {
  const answer = new RawBody(
    'text/csv; charset=utf-8',
    Readable.from(pieces),
    { 'content-disposition': asAttachment(fileName), ...headers },
    stillHolds,
  )
  return answer as RawBody & { body: Readable }
}

/** The name in plain letters for every program, and as it is for those that know RFC 6266. */
function asAttachment(fileName: string): string {
  const plain = fileName
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w .()-]/g, '_')
  const whole = encodeURIComponent(fileName.toWellFormed()).replace(/['()*]/g, percent)
  return `attachment; filename="${plain}"; filename*=UTF-8''${whole}`
}

function percent(letter: string): string {
  return `%${letter.charCodeAt(0).toString(16).toUpperCase()}`
}
