import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { AppError, isId } from '@flexoffice/base'
import type { Runtime } from '../../core/runtime.ts'

/** Where an upload lies; the name on disk is the id, never a name that a person gave. */
export function uploadPath(runtime: Runtime, uploadId: string): string {
  return join(runtime.config.dataFolder, 'files', uploadId)
}

/**
 * Writes a body to disk and answers its size. `check` sees the size at every piece and throws when it is too much; then
 * the part that came is removed, and what still arrives is let go, so that the caller can read why.
 */
export async function receiveFile(
  runtime: Runtime,
  uploadId: string,
  body: Readable,
  check: (size: number) => void,
): Promise<number> {
  const path = uploadPath(runtime, uploadId)
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
  const file = await open(path, 'wx', 0o600)
  let size = 0
  try {
    for await (const piece of body.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      size += piece.length
      check(size)
      await file.appendFile(piece)
    }
    return size
  } catch (error) {
    await rm(path, { force: true })
    if (body.errored) throw cutOff(error)
    body.resume()
    throw error
  } finally {
    await file.close()
  }
}

/** Removes an upload's file; one that is gone already is no mistake. */
export async function removeFile(runtime: Runtime, uploadId: string): Promise<void> {
  await rm(uploadPath(runtime, uploadId), { force: true })
}

/** Removes files older than `milliseconds`, whether or not the store knows them: what a crash left is among them. */
export async function removeOldFiles(runtime: Runtime, milliseconds: number): Promise<void> {
  const folder = join(runtime.config.dataFolder, 'files')
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter(isId)) {
    const found = await stat(join(folder, name)).catch(() => null)
    if (found && Date.now() - found.mtimeMs > milliseconds) await removeFile(runtime, name)
  }
}

function cutOff(cause: unknown): AppError {
  return new AppError('unprocessable', {
    public: 'The upload ended before the whole file had come. Send it again.',
    reason: 'upload_cut_off',
    cause,
  })
}
