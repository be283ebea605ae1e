import { searchChoice, searchFlag, searchText } from '../../../core/routing/search.ts'

/** The parts of the people screen. */
export const peopleTabs = ['people', 'invitations', 'roles', 'attributes'] as const

/** One part of the people screen. */
export type PeopleTabName = (typeof peopleTabs)[number]

/** What the people screen keeps in the address bar. */
export const peopleSearch = {
  tab: searchChoice(peopleTabs, 'people'),
  search: searchText(),
  role: searchText('any'),
  state: searchChoice(['active', 'deactivated', 'all'], 'active'),
  person: searchText(),
  /** The workspace's own role that is open, or `new`. */
  edited: searchText(),
  invite: searchFlag(),
}
