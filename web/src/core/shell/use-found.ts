import { useEffect, useState } from 'react'
import { useContributions } from '../features-context.tsx'
import { useMessages } from '../i18n/languages.ts'
import type { Found } from '../registry.ts'

/** A found thing with the heading of its searcher. */
export type FoundInGroup = Found & { group: string }

/** Asks every searcher while somebody types; a searcher that fails leaves the others' answers standing. */
export function useFound(query: string): { found: FoundInGroup[]; searching: boolean } {
  const { t } = useMessages()
  const searchers = useContributions('searchers')
  const [found, setFound] = useState<FoundInGroup[]>([])
  const [searching, setSearching] = useState(false)
  useEffect(() => {
    const text = query.trim()
    if (text === '' || searchers.length === 0) {
      setFound([])
      setSearching(false)
      return
    }
    const abort = new AbortController()
    setSearching(true)
    const timer = setTimeout(async () => {
      const answers = await Promise.allSettled(searchers.map((searcher) => searcher.find(text, abort.signal)))
      if (abort.signal.aborted) return
      const groups = answers.map((answer, index) => {
        const group = t(searchers[index]?.labelKey ?? '')
        return answer.status === 'fulfilled' ? answer.value.map((item) => ({ ...item, group })) : []
      })
      setFound(groups.flat())
      setSearching(false)
    }, 150)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [query, searchers, t])
  return { found, searching }
}
