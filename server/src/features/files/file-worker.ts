import { parentPort, workerData } from 'node:worker_threads'
import { AppError } from '@flexoffice/base'
import type { ConversionPlan, ConversionResult } from './convert-file.ts'
import { convertFile } from './convert-file.ts'
import type { UploadedFile } from './open-tabular.ts'
import type { FilePreview, PreviewRequest, ReadProgress } from './preview-file.ts'
import { previewFile } from './preview-file.ts'

/** What the thread is started with. */
export type FileTask =
  | { kind: 'preview'; file: UploadedFile; request: PreviewRequest }
  | { kind: 'convert'; file: UploadedFile; plan: ConversionPlan }

/** What the thread says. A piece is sent only when one was asked for. */
export type FileMessage =
  | { kind: 'progress'; progress: ReadProgress }
  | { kind: 'piece'; piece: Uint8Array; progress: ReadProgress }
  | { kind: 'previewed'; preview: FilePreview }
  | { kind: 'converted'; result: ConversionResult }
  | { kind: 'refused'; code: AppError['code']; detail: AppError['detail'] }
  | { kind: 'failed'; message: string }

const port = parentPort
if (port) void run(workerData as FileTask)

async function run(task: FileTask): Promise<void> {
  try {
    if (task.kind === 'preview') {
      const preview = await previewFile(
        task.file,
        task.request,
        throttle((progress) => send({ kind: 'progress', progress })),
      )
      send({ kind: 'previewed', preview })
    } else send({ kind: 'converted', result: await convert(task.file, task.plan) })
  } catch (error) {
    if (error instanceof AppError)
      send({ kind: 'refused', code: error.code, detail: { ...error.detail, cause: undefined } })
    else
      send({
        kind: 'failed',
        message: error instanceof Error ? (error.stack ?? error.message) : String(error),
      })
  } finally {
    port!.close()
  }
}

function convert(file: UploadedFile, plan: ConversionPlan): Promise<ConversionResult> {
  let wanted = 0
  let wake: (() => void) | undefined
  port!.on('message', () => {
    wanted++
    wake?.()
  })
  return convertFile(file, plan, async (piece, progress) => {
    while (wanted === 0) await new Promise<void>((resolve) => (wake = resolve))
    wanted--
    send({ kind: 'piece', piece: new Uint8Array(piece), progress })
  })
}

function send(message: FileMessage): void {
  port!.postMessage(message, message.kind === 'piece' ? [message.piece.buffer as ArrayBuffer] : [])
}

/** At most ten reports a second. */
function throttle(report: (progress: ReadProgress) => void): (progress: ReadProgress) => void {
  let last = 0
  return (progress) => {
    const now = performance.now()
    if (now - last < 100) return
    last = now
    report(progress)
  }
}
