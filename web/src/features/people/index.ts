import * as contract from '@flexoffice/contract/people'
import { UserPlus, UserRound, Users } from 'lucide-react'
import { defineWebFeature } from '../../core/registry.ts'
import { client, queryClient } from '../../core/session/client.ts'
import { refreshSession, sessionStore } from '../../core/session/session.ts'
import { watchSessionEnd, willSignOut } from './sign-in/session-end.ts'

watchSessionEnd()

/** Sign-in, one's own profile, and the people of the workspace with their roles, attributes and invitations. */
export const people = defineWebFeature({
  name: 'people',
  screens: [
    {
      path: '/set-up',
      titleKey: 'people.setUp.title',
      audience: 'public',
      load: async () => (await import('./sign-in/set-up-screen.tsx')).SetUpScreen,
    },
    {
      path: '/sign-in',
      titleKey: 'people.signIn.title',
      audience: 'public',
      load: async () => (await import('./sign-in/sign-in-screen.tsx')).SignInScreen,
    },
    {
      path: '/invitation',
      titleKey: 'people.invitation.title',
      audience: 'public',
      load: async () => (await import('./sign-in/invitation-screen.tsx')).InvitationScreen,
    },
    {
      path: '/password-reset',
      titleKey: 'people.reset.title',
      audience: 'public',
      load: async () => (await import('./sign-in/password-reset-screen.tsx')).PasswordResetScreen,
    },
    {
      path: '/profile',
      titleKey: 'people.profile.title',
      load: async () => (await import('./profile/profile-screen.tsx')).ProfileScreen,
    },
    {
      path: '/people',
      titleKey: 'people.title',
      permission: 'people.view',
      load: async () => (await import('./directory/people-screen.tsx')).PeopleScreen,
    },
  ],
  navigation: [
    { section: 'admin', labelKey: 'people.title', icon: Users, path: '/people', permission: 'people.view' },
  ],
  profile: [{ labelKey: 'people.profile.title', icon: UserRound, path: '/profile' }],
  commands: [
    {
      id: 'invite-person',
      labelKey: 'people.invite.title',
      icon: UserPlus,
      permission: 'people.manage',
      run: ({ navigate }) => navigate('/people?invite=true'),
    },
  ],
  searchers: [
    {
      labelKey: 'people.title',
      permission: 'people.view',
      async find(search, signal) {
        const found = await client.call(contract.listPeople, { search, limit: 8 }, { signal })
        return found.people.map(({ id, name, email }) => ({
          id,
          label: name,
          detail: email,
          icon: UserRound,
          path: `/people?person=${id}`,
        }))
      },
    },
  ],
  checklist: [
    {
      id: 'invite-person',
      stage: 'people',
      titleKey: 'people.checklist.title',
      descriptionKey: 'people.checklist.description',
      path: '/people?invite=true',
      permission: 'people.manage',
      isDone: async ({ call }) =>
        (await call(contract.listInvitations, {})).invitations.some(({ state }) => state !== 'revoked'),
    },
  ],
  events: [
    {
      name: contract.personChanged.name,
      invalidates: [contract.listPeople, contract.showPerson, contract.listRoles],
      run: ({ payload }) => {
        if (payload.personId === sessionStore.get().session?.person.id) void refreshSession()
      },
    },
    // New rights change what may be read, so all that is on screen is asked for again.
    {
      name: 'people/rights-changed',
      run: () => void refreshSession().then(() => queryClient.invalidateQueries()),
    },
    { name: contract.roleChanged.name, invalidates: [contract.listRoles] },
    { name: contract.invitationChanged.name, invalidates: [contract.listInvitations] },
    { name: contract.attributesChanged.name, invalidates: [contract.listAttributes] },
  ],
  async onSignOut() {
    willSignOut()
    if (sessionStore.get().session) await client.call(contract.signOut, {})
  },
})
