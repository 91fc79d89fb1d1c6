import { Download } from 'lucide-react'
import type { ReactElement, RefObject } from 'react'
import { IconButton } from '@/ui/button'
import { Menu, MenuItem } from '@/ui/menu'
import type { ChartSeries } from './data'
import type { PictureText } from './picture'
import { fileName, saveFile } from './save_file'

interface ExportMenuProps {
  /** What is pictured. */
  chart: RefObject<HTMLElement | null>
  /** Its numbers, when they are wanted. */
  csv: () => string
  /** What the picture names below the chart, where nothing in the chart itself does. */
  series?: ChartSeries[]
  title: string
  /** "Last 12 months, by day" */
  range?: string
  /** "Plan is not Free" */
  filters?: string[]
  trigger?: ReactElement
  onError?: (message: string) => void
}

export type PictureKind = 'png' | 'svg'

/** The chart as a picture with its title, range and filters, or its numbers as CSV. */
export function ExportMenu({ chart, csv, series, title, range, filters, trigger, onError }: ExportMenuProps) {
  const save = (kind: PictureKind) => {
    if (!chart.current) return
    const lines = [range, filters?.join(' · ')].filter((line): line is string => line !== undefined && line !== '')
    // A table, a legend and names at line ends say themselves what is what.
    const named = !series || series.length < 2 || chart.current.querySelector('table, [aria-label="Legend"], [data-names]') !== null
    savePicture(chart.current, kind, { title, lines, names: named ? [] : series }).catch((error: unknown) =>
      onError?.(`The picture could not be made: ${error instanceof Error ? error.message : String(error)}`),
    )
  }
  return (
    <Menu align="end" trigger={trigger ?? <IconButton label="Export" icon={<Download size={15} strokeWidth={1.75} aria-hidden />} />}>
      <MenuItem onClick={() => save('png')}>Picture (PNG)</MenuItem>
      <MenuItem onClick={() => save('svg')}>Drawing (SVG)</MenuItem>
      <MenuItem onClick={() => saveFile(csv(), `${fileName(title)}.csv`)}>Numbers (CSV)</MenuItem>
    </Menu>
  )
}

/** Makes a picture of what stands on the page and hands it to the downloads. The code for it comes now. */
export async function savePicture(chart: HTMLElement, kind: PictureKind, text: PictureText): Promise<void> {
  const [{ pictureOf, printPicture, rasterize }, font] = await Promise.all([import('./picture'), import('@fontsource-variable/inter/files/inter-latin-wght-normal.woff2?inline')])
  const picture = pictureOf(chart, text)
  if (kind === 'svg') saveFile(printPicture(picture, font.default), `${fileName(text.title)}.svg`, 'image/svg+xml')
  else saveFile(await rasterize(picture, font.default), `${fileName(text.title)}.png`)
}
