import { Readable } from 'node:stream'
import { Worker } from 'node:worker_threads'
import { AppError } from '@flexoffice/base'
import type { ConversionPlan, ConversionResult } from './convert-file.ts'
import type { FileLimits } from './file-limits.ts'
import { limitsOf, refuseFile } from './file-limits.ts'
import type { FileMessage, FileTask } from './file-worker.ts'
import type { UploadedFile } from './open-tabular.ts'
import type { FilePreview, PreviewRequest, ReadProgress } from './preview-file.ts'

/** What may watch and stop a reading. */
export interface ReadOptions {
  signal?: AbortSignal
  /** At most about ten times a second. */
  onProgress?: (progress: ReadProgress) => void
}

/** A running conversion: `copy` goes into pg-copy-streams, `result` settles when it has been read to its end. */
export interface UploadConversion {
  copy: Readable
  result: Promise<ConversionResult>
}

/** Previews an upload in a thread of its own, with its limits of memory and time. */
export function previewUpload(
  file: UploadedFile,
  request: PreviewRequest = {},
  options: ReadOptions = {},
): Promise<FilePreview> {
  const limits = limitsOf(request.limits)
  return new Promise((resolve, reject) => {
    startThread({ kind: 'preview', file, request }, limits, limits.previewTimeoutSeconds, options, {
      onMessage: (message) => message.kind === 'previewed' && resolve(message.preview),
      onEnd: reject,
    })
  })
}

/**
 * Converts an upload in a thread of its own. The thread reads on only while `copy` is taken; destroying `copy` ends it. On any
 * refusal `copy` is destroyed with the error, so that the COPY fails and its transaction rolls back.
 */
export function convertUpload(
  file: UploadedFile,
  plan: ConversionPlan,
  options: ReadOptions = {},
): UploadConversion {
  const limits = limitsOf(plan.limits)
  const settled = Promise.withResolvers<ConversionResult>()
  // The caller may learn of the failure through `copy` alone.
  settled.promise.catch(() => {})
  const thread = startThread({ kind: 'convert', file, plan }, limits, limits.importTimeoutSeconds, options, {
    onMessage(message) {
      if (message.kind === 'piece') {
        options.onProgress?.(message.progress)
        if (message.piece.length > 0) copy.push(message.piece)
        else thread.postMessage('more')
      } else if (message.kind === 'converted') {
        settled.resolve(message.result)
        copy.push(null)
      }
    },
    onEnd(error) {
      settled.reject(error)
      copy.destroy(error)
    },
  })
  const copy = new Readable({
    highWaterMark: 256 * 1024,
    read: () => thread.postMessage('more'),
    destroy(error, done) {
      settled.reject(error ?? stoppedReading())
      void thread.terminate()
      done(error)
    },
  })
  return { copy, result: settled.promise }
}

interface ThreadListener {
  onMessage(message: FileMessage): void
  /** The thread ended; after a complete result nobody hears it any more. */
  onEnd(error: Error): void
}

function startThread(
  task: FileTask,
  limits: FileLimits,
  timeoutSeconds: number,
  options: ReadOptions,
  listener: ThreadListener,
): Worker {
  const worker = new Worker(new URL('./file-worker.ts', import.meta.url), {
    workerData: task,
    // A reader of hostile files has no use for the server's settings or arguments.
    env: {},
    execArgv: [],
    resourceLimits: {
      maxOldGenerationSizeMb: limits.maxMemoryMegabytes,
      maxYoungGenerationSizeMb: 32,
      stackSizeMb: 4,
    },
  })
  let settled = false
  const settle = () => {
    settled = true
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', onAbort)
  }
  const stop = (error: Error) => {
    if (settled) return
    settle()
    listener.onEnd(error)
    void worker.terminate()
  }
  const onAbort = () => stop(stoppedReading(options.signal!.reason))
  const timer = setTimeout(() => stop(refuseSlow(timeoutSeconds)), timeoutSeconds * 1000)
  options.signal?.addEventListener('abort', onAbort, { once: true })
  if (options.signal?.aborted) queueMicrotask(onAbort)
  worker.on('message', (message: FileMessage) => {
    if (message.kind === 'progress') options.onProgress?.(message.progress)
    else if (message.kind === 'refused') stop(new AppError(message.code, message.detail))
    else if (message.kind === 'failed') stop(failedReading(message.message))
    else {
      if (message.kind !== 'piece') settle()
      listener.onMessage(message)
    }
  })
  worker.on('error', (error) =>
    stop(
      (error as { code?: string }).code === 'ERR_WORKER_OUT_OF_MEMORY'
        ? refuseMemory(limits)
        : failedReading(String(error)),
    ),
  )
  worker.on('exit', () => stop(failedReading('the thread ended without an answer')))
  return worker
}

function refuseSlow(timeoutSeconds: number): AppError {
  return refuseFile(
    'unprocessable',
    'file_too_slow',
    `Reading the file took more than ${timeoutSeconds} seconds and was stopped. Split it into smaller files, or upload the sheet as .csv.`,
    { timeoutSeconds },
  )
}

function refuseMemory(limits: FileLimits): AppError {
  return refuseFile(
    'too_large',
    'file_needs_too_much_memory',
    `Reading the file needs more than ${limits.maxMemoryMegabytes} MB of memory and was stopped. Upload the sheet as .csv, or split it into smaller files.`,
    { limit: limits.maxMemoryMegabytes },
  )
}

function stoppedReading(reason?: unknown): Error {
  if (reason instanceof AppError) return reason
  return new AppError('gone', {
    public: 'The reading was stopped before the file came to its end.',
    reason: 'file_reading_stopped',
    cause: reason,
  })
}

function failedReading(internal: string): AppError {
  return new AppError('internal', {
    public:
      'The file could not be read because of a fault on our side. Try again; if it happens again, tell the operator.',
    internal,
  })
}
