import { defineFeature } from '../../core/feature.ts'
import { listSettings, saveSetting } from './manage-settings.ts'

/** The workspace's settings, as the features declare them. */
export const settings = defineFeature({ name: 'settings', operations: [listSettings, saveSetting] })
