import type { Option } from '@flexoffice/ui'
import { pageIcons } from '../../icons.ts'

/** The icons that an author may choose, in the author's language. */
export function iconChoices(t: (key: string) => string): Option[] {
  return Object.entries(pageIcons).map(([value, icon]) => ({
    value,
    icon,
    label: t(`pageEditor.icons.${value}`),
  }))
}
