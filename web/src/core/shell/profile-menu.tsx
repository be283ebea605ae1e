import { Avatar, Menu } from '@flexoffice/ui'
import { useNavigate } from '@tanstack/react-router'
import { Languages, LogOut, SunMoon } from 'lucide-react'
import { useContext } from 'react'
import { FeaturesContext, useContributions } from '../features-context.tsx'
import { languages, setLanguage, useMessages } from '../i18n/languages.ts'
import { queryClient } from '../session/client.ts'
import { endSession, useSession } from '../session/session.ts'
import { setTheme, type Theme, useTheme } from '../theme.ts'

const themes: readonly Theme[] = ['system', 'light', 'dark']

/** Who is signed in, and what is theirs: theme, language, own pages of features, sign-out. */
export function ProfileMenu() {
  const { t, language } = useMessages()
  const { person, workspace } = useSession()
  const theme = useTheme()
  const navigate = useNavigate()
  const entries = useContributions('profile')
  const signOut = useSignOut()
  return (
    <Menu
      align="end"
      trigger={
        <button
          type="button"
          aria-label={t('shell.profile.label', { name: person.name })}
          className="ml-1 rounded-full"
        >
          <Avatar name={person.name} size={24} />
        </button>
      }
      header={
        <div className="border-b border-line px-2 pt-1 pb-2 mb-1">
          <p className="font-medium">{person.name}</p>
          <p className="text-sm text-muted">{person.email}</p>
          <p className="text-sm text-muted">{workspace.name}</p>
        </div>
      }
      items={[
        ...entries.map((entry) => ({
          label: t(entry.labelKey),
          icon: entry.icon,
          onSelect: () => void navigate({ to: entry.path }),
        })),
        {
          label: t('shell.profile.theme'),
          icon: SunMoon,
          items: themes.map((name) => ({
            label: t(`shell.themes.${name}`),
            checked: name === theme,
            onSelect: () => setTheme(name),
          })),
        },
        {
          label: t('shell.profile.language'),
          icon: Languages,
          items: languages.map((name) => ({
            label: t(`shell.languages.${name}`),
            checked: name === language,
            onSelect: () => void setLanguage(name, true),
          })),
        },
        'separator',
        { label: t('shell.profile.signOut'), icon: LogOut, onSelect: () => void signOut() },
      ]}
    />
  )
}

function useSignOut(): () => Promise<void> {
  const features = useContext(FeaturesContext)
  return async () => {
    // The session ends here even when the server cannot be reached: the person asked to be gone from this machine.
    await Promise.allSettled(features.map((feature) => feature.onSignOut?.()))
    endSession()
    queryClient.clear()
  }
}
