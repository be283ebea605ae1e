import { type ChartData, readSlices } from './chart-data.ts'
import type { ChartTheme } from './chart-theme.ts'
import type { ChartWords } from './chart-words.ts'

/** How a chart looks. */
export interface ChartLook {
  kind: 'bar' | 'line' | 'area' | 'pie'
  isStacked: boolean
  hasLegend: boolean
  /** Whether motion is welcome. */
  isAnimated: boolean
  /** The width in pixels decides how many labels fit. */
  isNarrow: boolean
}

/** The option object of the chart library: data, look, words and theme, nothing from outside. */
export function makeChartOption(data: ChartData, look: ChartLook, words: ChartWords, theme: ChartTheme) {
  const shared = {
    animation: look.isAnimated,
    animationDuration: 250,
    color: theme.palette,
    textStyle: { fontFamily: theme.font, fontSize: 12, color: theme.muted },
    tooltip: {
      trigger: look.kind === 'pie' ? 'item' : 'axis',
      confine: true,
      renderMode: 'richText',
      backgroundColor: theme.raised,
      borderColor: theme.line,
      textStyle: { color: theme.ink, fontFamily: theme.font, fontSize: 12 },
      axisPointer: { type: look.kind === 'bar' ? 'shadow' : 'line', lineStyle: { color: theme.muted } },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? words.figure(value) : '–'),
    },
  }
  return look.kind === 'pie'
    ? { ...shared, ...pieParts(data, look, words, theme) }
    : { ...shared, ...axisParts(data, look, words, theme) }
}

function legendOf({ hasLegend }: ChartLook, theme: ChartTheme, names: string[]) {
  return {
    show: hasLegend && names.length > 1,
    type: 'scroll',
    bottom: 0,
    icon: 'roundRect',
    itemWidth: 10,
    itemHeight: 10,
    textStyle: { color: theme.ink, fontFamily: theme.font, fontSize: 12 },
    pageTextStyle: { color: theme.muted },
    pageIconColor: theme.ink,
    pageIconInactiveColor: theme.line,
    data: names,
  }
}

function axisParts(data: ChartData, look: ChartLook, words: ChartWords, theme: ChartTheme) {
  const names = data.series.map(words.series)
  const hasLegend = look.hasLegend && names.length > 1
  const isLine = look.kind !== 'bar'
  const isStacked = look.isStacked && look.kind !== 'line'
  return {
    legend: legendOf(look, theme, names),
    grid: { left: 8, right: 16, top: 12, bottom: hasLegend ? 32 : 4, containLabel: true },
    xAxis: {
      type: 'category',
      data: data.categories.map(words.category),
      boundaryGap: !isLine,
      axisLine: { lineStyle: { color: theme.line } },
      axisTick: { show: false },
      axisLabel: { color: theme.muted, hideOverlap: true, width: 120, overflow: 'truncate' },
    },
    yAxis: {
      type: 'value',
      axisLabel: { color: theme.muted, formatter: words.short },
      splitLine: { lineStyle: { color: theme.line } },
      splitNumber: look.isNarrow ? 3 : 5,
    },
    series: data.series.map((series, index) => ({
      id: String(index),
      name: names[index],
      type: isLine ? 'line' : 'bar',
      data: series.values,
      ...(isStacked ? { stack: 'all' } : {}),
      ...(isLine ? lineLook(data.categories.length) : { barMaxWidth: 48 }),
      ...(look.kind === 'area' ? { areaStyle: { opacity: isStacked ? 0.55 : 0.18 } } : {}),
      itemStyle: { borderRadius: isLine || isStacked ? 0 : [3, 3, 0, 0] },
      emphasis: { focus: names.length > 1 ? 'series' : 'none' },
    })),
  }
}

/** A point without neighbours would be invisible on a line without symbols. */
function lineLook(points: number) {
  return {
    symbol: 'circle',
    symbolSize: 6,
    showSymbol: points <= 40,
    lineStyle: { width: 2 },
    connectNulls: false,
  }
}

function pieParts(data: ChartData, look: ChartLook, words: ChartWords, theme: ChartTheme) {
  const { slices } = readSlices(data.series[0])
  const whole = slices.reduce((sum, { value }) => sum + value, 0)
  const nameOf = (index: number) => (index < 0 ? words.rest : words.category(data.categories[index]))
  return {
    legend: legendOf(
      look,
      theme,
      slices.map(({ index }) => nameOf(index)),
    ),
    series: [
      {
        id: '0',
        type: 'pie',
        radius: ['45%', '72%'],
        center: ['50%', look.hasLegend ? '46%' : '50%'],
        data: slices.map(({ index, value }) => ({ name: nameOf(index), value, dataKey: index })),
        label: {
          show: !look.isNarrow,
          color: theme.ink,
          formatter: ({ name, value }: { name: string; value: number }) =>
            look.hasLegend ? words.share(value / whole) : `${name}: ${words.share(value / whole)}`,
        },
        labelLine: { lineStyle: { color: theme.muted } },
        itemStyle: { borderColor: theme.surface, borderWidth: 2 },
      },
    ],
  }
}
