import { deviceStore } from './device_store'

/** How closely rows stand, and whether separating lines are raised: kept on this device. */
export const densities = ['comfortable', 'compact'] as const
export type Density = (typeof densities)[number]
export const contrasts = ['system', 'more'] as const
export type Contrast = (typeof contrasts)[number]

// index.html reads the same keys before first paint.
const densityStore = deviceStore<Density>('tenrec.density', 'comfortable', (value): value is Density => densities.some((one) => one === value))
const contrastStore = deviceStore<Contrast>('tenrec.contrast', 'system', (value): value is Contrast => contrasts.some((one) => one === value))

const asksForMore = () => window.matchMedia('(prefers-contrast: more)')

export const { read: readDensity, use: useDensity } = densityStore
export const { read: readContrast, use: useContrast } = contrastStore

export function chooseDensity(density: Density): void {
  document.documentElement.dataset.density = density
  densityStore.write(density)
}

export function chooseContrast(contrast: Contrast): void {
  contrastStore.write(contrast)
  applyContrast()
}

/** Follows the system's wish for contrast while the switch is off. */
export function followSystemContrast(): void {
  asksForMore().addEventListener('change', applyContrast)
}

/** The height of a table row in pixels, as density and pointer ask for it. */
export function rowHeight(): number {
  const height = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row'))
  return Number.isFinite(height) ? height : 34
}

function applyContrast(): void {
  if (contrastStore.read() === 'more' || asksForMore().matches) document.documentElement.dataset.contrast = 'more'
  else delete document.documentElement.dataset.contrast
}
