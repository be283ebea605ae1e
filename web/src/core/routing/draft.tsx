import { Banner, Button, type FormState } from '@flexoffice/ui'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { useMessages } from '../i18n/languages.ts'
import { draftPrefix, keepForPerson } from '../session/keep-for-person.ts'

type Texts = Record<string, string>

/** What was typed into a changed field, with what stood there before. */
type Entry = readonly [name: string, before: string, text: string]

/** Properties of Draft. */
export interface DraftProps {
  place: string
  form: FormState<Texts>
  initial: Texts
  /** Gets how to forget the draft. */
  forget: RefObject<() => void>
}

/** Keeps what is typed into a form, gives it back to one that was left unfinished, and says so. */
export default function Draft({ place, form, initial, forget }: DraftProps) {
  const { values, set, dirty, busy, reset } = form
  const { t } = useMessages()
  const [before] = useState(initial)
  const [isOffered, setOffered] = useState(false)
  const isRead = useRef(false)
  const { read, write } = keepForPerson<readonly Entry[]>(draftPrefix + place, [])
  forget.current = () => write(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed is news
  useEffect(() => {
    if (!isRead.current) {
      isRead.current = true
      const fitting = read().filter(([name, old]) => before[name] === old && values[name] === old)
      for (const [name, , text] of fitting) set(name, text)
      setOffered(fitting.length > 0)
      // What was typed before this was loaded counts too.
      if (fitting.length > 0 || !dirty) return
    }
    // What is on its way is no draft: a form that begins anew meanwhile must not find it. A refusal brings it back.
    write(dirty && !busy ? changesOf(values, before) : null)
    if (!dirty) setOffered(false)
  }, [values, dirty, busy])

  if (!isOffered) return null
  return (
    <Banner
      live
      actions={
        <Button size="sm" variant="ghost" className="-my-1" onClick={() => reset()}>
          {t('shell.draft.discard')}
        </Button>
      }
    >
      {t('shell.draft.kept')}
    </Banner>
  )
}

function changesOf(values: Texts, before: Texts): Entry[] {
  const changed = Object.entries(values).filter(([name, text]) => text !== before[name])
  return changed.map(([name, text]) => [name, before[name] ?? '', text])
}
