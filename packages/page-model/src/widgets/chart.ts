import { defineWidget } from '@flexoffice/sdk/widget'

/** A bar, line, area or pie chart of a query's rows. */
export const chartWidget = defineWidget({
  type: 'chart',
  version: 1,
  label: 'widgets.chart.label',
  description: 'widgets.chart.description',
  icon: 'chart-column',
  category: 'data',
  defaultSize: { w: 12, h: 36 },
  minSize: { w: 4, h: 16 },
  properties: [
    { name: 'title', type: 'text', template: true, label: 'widgets.common.title', group: 'appearance' },
    { name: 'query', type: 'query', required: true, label: 'widgets.common.query', group: 'data' },
    {
      name: 'kind',
      type: 'choice',
      default: 'bar',
      label: 'widgets.chart.kind',
      group: 'data',
      choices: [
        { value: 'bar', label: 'widgets.chart.bar', icon: 'chart-column' },
        { value: 'line', label: 'widgets.chart.line', icon: 'chart-line' },
        { value: 'area', label: 'widgets.chart.area', icon: 'chart-area' },
        { value: 'pie', label: 'widgets.chart.pie', icon: 'chart-pie' },
      ],
    },
    {
      name: 'category',
      type: 'column',
      columnsOf: 'query',
      required: true,
      label: 'widgets.chart.category',
      group: 'data',
    },
    {
      name: 'values',
      type: 'columns',
      columnsOf: 'query',
      required: true,
      label: 'widgets.chart.values',
      group: 'data',
    },
    {
      name: 'series',
      type: 'column',
      columnsOf: 'query',
      label: 'widgets.chart.series',
      help: 'widgets.chart.seriesHelp',
      group: 'data',
    },
    {
      name: 'stacked',
      type: 'boolean',
      default: false,
      label: 'widgets.chart.stacked',
      group: 'appearance',
      shownWhen: { property: 'kind', oneOf: ['bar', 'area'] },
    },
    { name: 'legend', type: 'boolean', default: true, label: 'widgets.chart.legend', group: 'appearance' },
    {
      name: 'emptyText',
      type: 'text',
      template: true,
      label: 'widgets.common.emptyText',
      group: 'appearance',
    },
  ],
  events: [
    {
      name: 'select',
      label: 'widgets.chart.select',
      payload: [{ name: 'row', type: 'row', columnsOf: 'query' }],
    },
  ],
  exposes: [
    {
      name: 'selectedRow',
      type: 'row',
      columnsOf: 'query',
      dependsOn: ['query'],
      label: 'widgets.chart.selectedRow',
      initial: null,
    },
  ],
})
