import { defineWidget } from '@flexoffice/sdk/widget'

/** Starts actions when pressed. */
export const buttonWidget = defineWidget({
  type: 'button',
  version: 1,
  label: 'widgets.button.label',
  description: 'widgets.button.description',
  icon: 'mouse-pointer-click',
  category: 'action',
  defaultSize: { w: 4, h: 5 },
  minSize: { w: 2, h: 4 },
  properties: [
    {
      name: 'text',
      type: 'text',
      template: true,
      required: true,
      default: 'Button',
      label: 'widgets.button.text',
      group: 'data',
    },
    {
      name: 'style',
      type: 'choice',
      default: 'primary',
      label: 'widgets.button.style',
      group: 'appearance',
      choices: [
        { value: 'primary', label: 'widgets.button.primary' },
        { value: 'secondary', label: 'widgets.button.secondary' },
        { value: 'danger', label: 'widgets.button.danger' },
      ],
    },
    { name: 'icon', type: 'icon', label: 'widgets.button.icon', group: 'appearance' },
    {
      name: 'disabled',
      type: 'boolean',
      default: false,
      label: 'widgets.button.disabled',
      group: 'visibility',
    },
    {
      name: 'confirm',
      type: 'text',
      template: true,
      label: 'widgets.button.confirm',
      help: 'widgets.button.confirmHelp',
      group: 'events',
    },
  ],
  events: [{ name: 'press', label: 'widgets.common.press' }],
  exposes: [],
})
