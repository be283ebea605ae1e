import type { WebFeature } from './core/registry.ts'
import { access } from './features/access/index.ts'
import { apiDocs } from './features/api-docs/index.ts'
import { audit } from './features/audit/index.ts'
import { catalogue } from './features/catalogue/index.ts'
import { data } from './features/data/index.ts'
import { pages } from './features/pages/index.ts'
import { people } from './features/people/index.ts'
import { samples } from './features/samples/index.ts'
import { settings } from './features/settings/index.ts'
import { sources } from './features/sources/index.ts'

/** The features of the web application; a feature may use only those above it. */
export const features: readonly WebFeature[] = [
  people,
  access,
  sources,
  data,
  catalogue,
  pages,
  samples,
  settings,
  audit,
  apiDocs,
]
