import { createContext, useContext, useMemo } from 'react'
import { contributions, type WebFeature } from './registry.ts'
import { useSessionState } from './session/session.ts'

/** The features of this application, given once in main. */
export const FeaturesContext = createContext<readonly WebFeature[]>([])

/** All contributions of one kind that the person may see. */
export function useContributions<Kind extends Parameters<typeof contributions>[1]>(kind: Kind) {
  const features = useContext(FeaturesContext)
  const { session } = useSessionState()
  return useMemo(() => contributions(features, kind, session), [features, kind, session])
}
