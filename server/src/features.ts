import type { Feature } from './core/feature.ts'
import { access } from './features/access/index.ts'
import { audit } from './features/audit/index.ts'
import { catalogue } from './features/catalogue/index.ts'
import { data } from './features/data/index.ts'
import { databases } from './features/databases/index.ts'
import { files } from './features/files/index.ts'
import { pages } from './features/pages/index.ts'
import { people } from './features/people/index.ts'
import { samples } from './features/samples/index.ts'
import { settings } from './features/settings/index.ts'
import { sources } from './features/sources/index.ts'
import { tenants } from './features/tenants/index.ts'

/** The platform's features, lowest first: a feature may use only those above it in this list. */
export const features: readonly Feature[] = [
  tenants,
  people,
  settings,
  catalogue,
  access,
  audit,
  files,
  databases,
  sources,
  data,
  pages,
  samples,
]
