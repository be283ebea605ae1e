import { defineWidget } from '@flexoffice/sdk/widget'

/** Words on the page, with values in them. */
export const textWidget = defineWidget({
  type: 'text',
  version: 1,
  label: 'widgets.text.label',
  description: 'widgets.text.description',
  icon: 'type',
  category: 'content',
  defaultSize: { w: 12, h: 6 },
  minSize: { w: 2, h: 3 },
  properties: [
    {
      name: 'content',
      type: 'text',
      template: true,
      multiline: true,
      default: '',
      label: 'widgets.text.content',
      help: 'widgets.text.contentHelp',
      group: 'data',
    },
    {
      name: 'style',
      type: 'choice',
      default: 'body',
      label: 'widgets.text.style',
      group: 'appearance',
      choices: [
        { value: 'title', label: 'widgets.text.styleTitle' },
        { value: 'heading', label: 'widgets.text.styleHeading' },
        { value: 'body', label: 'widgets.text.styleBody' },
        { value: 'caption', label: 'widgets.text.styleCaption' },
      ],
    },
    {
      name: 'align',
      type: 'choice',
      default: 'start',
      label: 'widgets.text.align',
      group: 'appearance',
      choices: [
        { value: 'start', label: 'widgets.text.alignStart' },
        { value: 'center', label: 'widgets.text.alignCenter' },
        { value: 'end', label: 'widgets.text.alignEnd' },
      ],
    },
  ],
  events: [],
  exposes: [],
})
