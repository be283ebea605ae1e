import { Skeleton } from '@flexoffice/ui'
import { useEffect, useRef, useState } from 'react'
import type { ChartData } from './chart-data.ts'
import { type ChartLook, makeChartOption } from './chart-option.ts'
import { useChartTheme } from './chart-theme.ts'
import type { ChartWords } from './chart-words.ts'
import type { ChartPoint, DrawnChart } from './draw-chart.ts'

/** Properties of ChartPicture. */
export interface ChartPictureProps {
  data: ChartData
  look: Pick<ChartLook, 'kind' | 'isStacked' | 'hasLegend'>
  words: ChartWords
  /** Stands for the picture where it is not seen. */
  description: string
  onPress: (point: ChartPoint) => void
  onFailure: () => void
}

/** The picture of a chart: drawn on a canvas, again on every change of data, theme and size. */
export function ChartPicture({ data, look, words, description, onPress, onFailure }: ChartPictureProps) {
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLDivElement>(null)
  const [chart, setChart] = useState<DrawnChart | null>(null)
  const [isNarrow, setNarrow] = useState(false)
  const theme = useChartTheme(frame)
  const handlers = useRef({ onPress, onFailure })
  useEffect(() => {
    handlers.current = { onPress, onFailure }
  })

  useEffect(() => {
    let drawn: DrawnChart | null = null
    let isGone = false
    import('./draw-chart.ts').then(
      ({ startChart }) => {
        if (isGone || !canvas.current) return
        drawn = startChart(canvas.current, (point) => handlers.current.onPress(point))
        setChart(drawn)
      },
      () => handlers.current.onFailure(),
    )
    return () => {
      isGone = true
      setChart(null)
      drawn?.remove()
    }
  }, [])

  useEffect(() => {
    if (!chart || !frame.current) return
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return
      setNarrow(entry.contentRect.width < 320)
      chart.resize()
    })
    observer.observe(frame.current)
    return () => observer.disconnect()
  }, [chart])

  const { kind, isStacked, hasLegend } = look
  useEffect(() => {
    if (!chart || !theme) return
    const isAnimated = !matchMedia('(prefers-reduced-motion: reduce)').matches
    chart.draw(makeChartOption(data, { kind, isStacked, hasLegend, isNarrow, isAnimated }, words, theme))
  }, [chart, theme, data, words, kind, isStacked, hasLegend, isNarrow])

  return (
    <div ref={frame} role="img" aria-label={description} className="relative h-full min-h-0">
      <div ref={canvas} className="absolute inset-0" />
      {chart ? null : <Skeleton className="absolute inset-2" />}
    </div>
  )
}
