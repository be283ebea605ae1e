import type { OperationContract } from '@flexoffice/contract/operation'
import type { Permission } from '@flexoffice/contract/permissions'
import type { Client } from '@flexoffice/sdk/client'
import type { LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'
import type { Session } from './session/session.ts'
import type { ServerEvent } from './session/socket.ts'

/** The sections of the sidebar, in their order. */
export const sections = [
  'home',
  'pages',
  'data',
  'databases',
  'automations',
  'apps',
  'reports',
  'admin',
] as const

/** One section of the sidebar. */
export type Section = (typeof sections)[number]

/** One screen: an address and the component behind it, loaded when somebody goes there. */
export interface Screen {
  /** As TanStack Router writes it: `/people`, `/pages/$pageId`. */
  path: string
  titleKey: string
  load: () => Promise<ComponentType>
  /** Folders whose words it says; without it those of its feature and of the features above, which it may use. */
  words?: readonly string[]
  /** Without it everybody who is signed in may come. */
  permission?: Permission
  /** `bare` has no shell around it: sign-in, the viewer of a page for guests. */
  frame?: 'shell' | 'bare'
  /** `public` screens are shown without sign-in. */
  audience?: 'signed-in' | 'public'
}

/** A link in the sidebar and in the command palette. */
export interface NavigationEntry {
  section: Section
  labelKey: string
  icon: LucideIcon
  path: string
  permission?: Permission
  /** Shown as open at its own address only, where the screens under it have links of their own. */
  exact?: boolean
}

/** Links that depend on data (such as the pages a person may open); render `SidebarLink`s. */
export interface SidebarPart {
  section: Section
  load: () => Promise<ComponentType>
  permission?: Permission
}

/** A part of Home; its words are always there, or come with its code. It shows nothing where it has nothing to show. */
export interface HomePart {
  /** Stands above the first steps: the choice that they begin with. */
  isFirst?: boolean
  load: () => Promise<ComponentType>
  permission?: Permission
}

/** What a command may use. */
export interface CommandContext {
  navigate: (path: string) => void
  session: Session
}

/** An act in the command palette. */
export interface Command {
  id: string
  labelKey: string
  icon?: LucideIcon
  permission?: Permission
  run: (context: CommandContext) => void
}

/** One thing that the command palette found. */
export interface Found {
  id: string
  label: string
  detail?: string
  icon?: LucideIcon
  path: string
}

/** Finds things by name for the command palette. */
export interface Searcher {
  labelKey: string
  permission?: Permission
  find: (query: string, signal: AbortSignal) => Promise<Found[]>
}

/** The way from an empty workspace to a page that others use, as the tour of the README goes it. */
export const checklistStages = ['data', 'build', 'publish', 'people', 'access'] as const

/** One step of the first-run checklist on Home; it ticks itself. */
export interface ChecklistItem {
  id: string
  /** Where on the way it stands; within a stage features keep their order. */
  stage: (typeof checklistStages)[number]
  titleKey: string
  descriptionKey: string
  path: string
  permission?: Permission
  isDone: (context: { session: Session; call: Client['call'] }) => boolean | Promise<boolean>
}

/** Which cached reads an event of the server makes stale. */
export interface EventReaction {
  name: string
  invalidates?: readonly OperationContract[]
  run?: (event: ServerEvent) => void
}

/** Looks for what should stand behind the bell, and puts it there with `notify`. Its words are always loaded: `messages.<language>.json` of the feature. */
export interface NoticeWatch {
  permission?: Permission
  /** It looks after these events; and after sign-in, and after a gap in which events were missed. */
  events: readonly string[]
  /** How long it gathers events before it looks. */
  waitSeconds?: number
  load: () => Promise<(heard: readonly ServerEvent[]) => Promise<void>>
}

/** Everything that a feature puts into the web application. Its words lie beside it in `messages.<language>.json`. */
export interface WebFeature {
  name: string
  screens?: readonly Screen[]
  navigation?: readonly NavigationEntry[]
  sidebar?: readonly SidebarPart[]
  home?: readonly HomePart[]
  commands?: readonly Command[]
  searchers?: readonly Searcher[]
  checklist?: readonly ChecklistItem[]
  events?: readonly EventReaction[]
  notices?: readonly NoticeWatch[]
  /** Entries of the profile menu. */
  profile?: readonly Omit<NavigationEntry, 'section'>[]
  /** Runs on sign-out, before the session is forgotten: tell the server. */
  onSignOut?: () => Promise<unknown>
}

/** Declares what a feature contributes to the web application. */
export function defineWebFeature(feature: WebFeature): WebFeature {
  return feature
}

/** All contributions of one kind that this person may see: links as in the sidebar, the rest by feature. */
export function contributions<Kind extends ContributionKind>(
  features: readonly WebFeature[],
  kind: Kind,
  session: Session | null,
): Array<NonNullable<WebFeature[Kind]>[number]> {
  const all = features.flatMap(
    (feature) => [...(feature[kind] ?? [])] as Array<NonNullable<WebFeature[Kind]>[number]>,
  )
  const allowed = all.filter((entry) => {
    const permission = 'permission' in entry ? entry.permission : undefined
    return permission === undefined || (session?.permissions.includes(permission) ?? false)
  })
  return allowed.sort((left, right) => placeOf(left) - placeOf(right))
}

function placeOf(entry: object): number {
  return 'section' in entry ? sections.indexOf(entry.section as Section) : 0
}

type ContributionKind =
  | 'screens'
  | 'navigation'
  | 'sidebar'
  | 'home'
  | 'commands'
  | 'searchers'
  | 'checklist'
  | 'events'
  | 'profile'
