/** A line chart in the element called `place`: made when it is there, as wide as it, gone with it. Colours are tokens. */
import { LineChart } from 'echarts/charts'
import { GridComponent, MarkPointComponent, TooltipComponent } from 'echarts/components'
import { init, use, type EChartsCoreOption, type EChartsType } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { onBeforeUnmount, onMounted, useTemplateRef } from 'vue'

import { language } from '@/words'

use([LineChart, GridComponent, TooltipComponent, MarkPointComponent, SVGRenderer])

/** Gives what draws it anew. */
export function useChart(option: () => EChartsCoreOption): () => void {
  const place = useTemplateRef<HTMLElement>('place')
  let chart: EChartsType | null = null
  let watcher: ResizeObserver | null = null
  const draw = (): void => void chart?.setOption(option(), true)

  onMounted(() => {
    chart = init(place.value!, null, { renderer: 'svg' })
    watcher = new ResizeObserver(() => chart?.resize())
    watcher.observe(place.value!)
    draw()
  })
  onBeforeUnmount(() => {
    watcher?.disconnect()
    chart?.dispose()
  })
  return draw
}

export function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--ly-${name}`).trim()
}

/** Axis steps in whole yuan, short enough for a narrow chart. */
export function axisYuan(fen: number): string {
  return `¥${axisCount(fen / 100)}`
}

export function axisCount(whole: number): string {
  if (language() === 'en') return whole >= 1_000 ? `${whole / 1_000}k` : String(whole)
  return whole >= 10_000 ? `${whole / 10_000} 万` : String(whole)
}
