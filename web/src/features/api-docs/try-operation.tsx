import { Button, Card, CodeBlock, TextArea } from '@flexoffice/ui'
import { Play } from 'lucide-react'
import { useState } from 'react'
import { useMessages } from '../../core/i18n/languages.ts'
import { accessToken, refreshSession } from '../../core/session/session.ts'
import { type ApiOperation, exampleOf } from './read-api.ts'

interface Answer {
  status: string
  text: string
}

/** Sends a call with one's own rights and shows the answer as it came. */
export function TryOperation({ operation }: { operation: ApiOperation }) {
  const { t } = useMessages()
  const [input, setInput] = useState(() => JSON.stringify(exampleOf(operation.input) ?? {}, null, 2))
  const [problem, setProblem] = useState('')
  const [answer, setAnswer] = useState<Answer | null>(null)
  const [busy, setBusy] = useState(false)
  const run = async () => {
    setBusy(true)
    try {
      setAnswer(await send(operation, JSON.parse(input)))
    } catch (error) {
      setProblem(t('apiDocs.try.wrong', { problem: error instanceof Error ? error.message : String(error) }))
    } finally {
      setBusy(false)
    }
  }
  if (operation.streamsBody) {
    return (
      <Card title={t('apiDocs.try.title')}>
        <p className="text-muted">{t('apiDocs.try.streams')}</p>
      </Card>
    )
  }
  return (
    <Card title={t('apiDocs.try.title')} description={t('apiDocs.try.detail')}>
      <div className="flex flex-col gap-3">
        <TextArea
          label={t('apiDocs.try.input')}
          value={input}
          error={problem || undefined}
          mono
          rows={4}
          onChange={(next) => {
            setInput(next)
            setProblem('')
          }}
        />
        <Button icon={Play} busy={busy} onClick={() => void run()} className="self-start">
          {t('apiDocs.try.send')}
        </Button>
        <div aria-live="polite" className="empty:hidden">
          {answer ? (
            <>
              <p className="mb-1 font-medium">{t('apiDocs.try.answer', { status: answer.status })}</p>
              <CodeBlock label={t('apiDocs.try.answer', { status: answer.status })} code={answer.text} />
            </>
          ) : null}
        </div>
      </div>
    </Card>
  )
}

async function send(operation: ApiOperation, input: Record<string, unknown>): Promise<Answer> {
  let response = await request(operation, input)
  if (response.status === 401 && !operation.isPublic && (await refreshSession()))
    response = await request(operation, input)
  const text = await response.text()
  return { status: `${response.status} ${response.statusText}`.trim(), text: pretty(text) }
}

function request(operation: ApiOperation, input: Record<string, unknown>): Promise<Response> {
  const rest = { ...input }
  const path = operation.path.replace(/\{([A-Za-z]+)\}/g, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    return encodeURIComponent(String(value))
  })
  const headers: Record<string, string> = { accept: 'application/json' }
  const token = accessToken()
  if (token) headers.authorization = `Bearer ${token}`
  if (operation.method === 'GET') {
    const query = new URLSearchParams(
      Object.entries(rest).map(([name, value]) => [
        name,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]),
    )
    return fetch(`${path}${query.size > 0 ? `?${query}` : ''}`, { headers })
  }
  headers['content-type'] = 'application/json'
  return fetch(path, { method: operation.method, headers, body: JSON.stringify(rest) })
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2)
  } catch {
    return text
  }
}
