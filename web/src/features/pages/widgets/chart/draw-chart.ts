import { BarChart, LineChart, PieChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'
import type { makeChartOption } from './chart-option.ts'

use([BarChart, LineChart, PieChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

/** Where somebody pressed: which series, and which of its points. */
export interface ChartPoint {
  series: number
  /** -1 is the rest of a pie. */
  index: number
}

/** A chart on the screen. */
export interface DrawnChart {
  draw(option: ReturnType<typeof makeChartOption>): void
  resize(): void
  remove(): void
}

/** Puts a chart into an element. This file and the library behind it are loaded with the first chart of a page. */
export function startChart(element: HTMLElement, onPress: (point: ChartPoint) => void): DrawnChart {
  const chart = init(element, null, { renderer: 'canvas' })
  chart.on('click', (event) => {
    const key = (event.data as { dataKey?: number } | null)?.dataKey
    onPress({ series: event.seriesIndex ?? 0, index: key ?? event.dataIndex })
  })
  return {
    draw: (option) => chart.setOption(option as Parameters<typeof chart.setOption>[0], { notMerge: true }),
    resize: () => chart.resize(),
    remove: () => chart.dispose(),
  }
}
