import { Suspense, useEffect, useState } from 'react'
import { lazy } from '@/lib/parts'
import { Segmented } from '@/ui/segmented'
import { Switch } from '@/ui/switch'
import { Actions } from './actions'
import { Choices } from './choices'
import { Fields } from './fields'
import { Layers } from './layers'
import { Specimen } from './specimen'
import { Tables } from './tables'
import { Words } from './words'

// As large as all the rest of the page.
const ChartGallery = lazy(async () => ({ default: (await import('@/charts/gallery')).ChartGallery }))

type Theme = 'light' | 'dark'
type Density = 'comfortable' | 'compact'

/** Every part of the kit in every state; the switches change this page only. */
export default function Kit() {
  const [before] = useState(() => ({ ...document.documentElement.dataset }))
  const [theme, setTheme] = useState<Theme>(before.theme === 'dark' ? 'dark' : 'light')
  const [density, setDensity] = useState<Density>(before.density === 'compact' ? 'compact' : 'comfortable')
  const [contrast, setContrast] = useState(before.contrast === 'more')
  useEffect(() => {
    document.title = 'Kit · Tenrec'
    const look = document.documentElement.dataset
    look.theme = theme
    look.density = density
    if (contrast) look.contrast = 'more'
    else delete look.contrast
  }, [theme, density, contrast])
  useEffect(
    () => () => {
      for (const name of ['theme', 'density', 'contrast']) {
        const value = before[name]
        if (value === undefined) delete document.documentElement.dataset[name]
        else document.documentElement.dataset[name] = value
      }
    },
    [before],
  )
  return (
    <div className="min-h-dvh bg-surface">
      <header className="sticky top-0 z-30 border-b border-line bg-surface">
        <div className="scroll-none flex min-h-bar items-center gap-4 overflow-x-auto px-5">
          <h1 className="text-base font-semibold">Kit</h1>
          <span className="flex-1" />
          <Segmented<Theme> label="Theme" value={theme} onChange={setTheme} options={[{ value: 'light', label: 'Light' }, { value: 'dark', label: 'Dark' }]} />
          <Segmented<Density>
            label="Density"
            value={density}
            onChange={setDensity}
            options={[
              { value: 'comfortable', label: 'Comfortable' },
              { value: 'compact', label: 'Compact' },
            ]}
          />
          <Switch label="High contrast" checked={contrast} onChange={setContrast} className="shrink-0 whitespace-nowrap" />
        </div>
      </header>
      <main className="grid grid-cols-1 lg:grid-cols-2">
        <Actions />
        <Choices />
        <Fields />
        <Words />
        <Layers />
        <Tables />
        <Specimen name="Charts" wide>
          <Suspense fallback={null}>
            <ChartGallery />
          </Suspense>
        </Specimen>
      </main>
    </div>
  )
}
