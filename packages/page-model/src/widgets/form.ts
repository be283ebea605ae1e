import { defineWidget } from '@flexoffice/sdk/widget'

/** Creates or edits one record of a table, checked by the table's own schema. */
export const formWidget = defineWidget({
  type: 'form',
  version: 1,
  label: 'widgets.form.label',
  description: 'widgets.form.description',
  icon: 'clipboard-list',
  category: 'input',
  defaultSize: { w: 10, h: 48 },
  minSize: { w: 5, h: 16 },
  properties: [
    { name: 'title', type: 'text', template: true, label: 'widgets.common.title', group: 'appearance' },
    { name: 'table', type: 'table', required: true, label: 'widgets.form.table', group: 'data' },
    {
      name: 'mode',
      type: 'choice',
      default: 'create',
      label: 'widgets.form.mode',
      group: 'data',
      choices: [
        { value: 'create', label: 'widgets.form.create' },
        { value: 'edit', label: 'widgets.form.edit' },
      ],
    },
    {
      name: 'record',
      type: 'expression',
      expects: 'record',
      label: 'widgets.form.record',
      help: 'widgets.form.recordHelp',
      group: 'data',
      shownWhen: { property: 'mode', oneOf: ['edit'] },
    },
    {
      name: 'fields',
      type: 'columns',
      columnsOf: 'table',
      label: 'widgets.form.fields',
      help: 'widgets.form.fieldsHelp',
      settings: ['required', 'help', 'validation', 'validationMessage'],
      group: 'data',
    },
    {
      name: 'submitText',
      type: 'text',
      template: true,
      label: 'widgets.form.submitText',
      group: 'appearance',
    },
    {
      name: 'gridColumns',
      type: 'number',
      minimum: 1,
      maximum: 3,
      default: 1,
      label: 'widgets.form.gridColumns',
      group: 'appearance',
    },
  ],
  events: [
    {
      name: 'saved',
      label: 'widgets.form.saved',
      payload: [{ name: 'row', type: 'row', columnsOf: 'table' }],
    },
    { name: 'cancel', label: 'widgets.form.cancel' },
  ],
  exposes: [
    {
      name: 'values',
      type: 'row',
      columnsOf: 'table',
      dependsOn: ['table', 'record'],
      label: 'widgets.form.values',
      initial: {},
    },
    { name: 'dirty', type: 'boolean', dependsOn: ['record'], label: 'widgets.form.dirty', initial: false },
    { name: 'valid', type: 'boolean', dependsOn: ['record'], label: 'widgets.form.valid', initial: false },
  ],
})
