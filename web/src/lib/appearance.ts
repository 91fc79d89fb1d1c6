/** How closely rows stand, and whether separating lines are raised: kept on this device. */
export type Density = 'comfortable' | 'compact'
export type Contrast = 'system' | 'more'

// index.html reads the same keys before first paint.
const densityKey = 'tenrec.density'
const contrastKey = 'tenrec.contrast'
const changed = 'tenrec:appearance'

const asksForMore = () => window.matchMedia('(prefers-contrast: more)')

export function readDensity(): Density {
  return read(densityKey) === 'compact' ? 'compact' : 'comfortable'
}

export function chooseDensity(density: Density): void {
  keep(densityKey, density)
  document.documentElement.dataset.density = density
  window.dispatchEvent(new Event(changed))
}

export function readContrast(): Contrast {
  return read(contrastKey) === 'more' ? 'more' : 'system'
}

export function chooseContrast(contrast: Contrast): void {
  keep(contrastKey, contrast)
  applyContrast(contrast)
}

/** Follows the system's wish for contrast while the switch is off. */
export function followSystemContrast(): void {
  asksForMore().addEventListener('change', () => applyContrast(readContrast()))
}

/** The height of a table row in pixels, as density and pointer ask for it. */
export function rowHeight(): number {
  const height = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--row'))
  return Number.isFinite(height) ? height : 34
}

/** Calls back when rows become taller or shorter. */
export function onDensityChange(listener: () => void): () => void {
  window.addEventListener(changed, listener)
  return () => window.removeEventListener(changed, listener)
}

function applyContrast(contrast: Contrast): void {
  if (contrast === 'more' || asksForMore().matches) document.documentElement.dataset.contrast = 'more'
  else delete document.documentElement.dataset.contrast
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function keep(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // A browser without storage still shows the choice until it is closed.
  }
}
