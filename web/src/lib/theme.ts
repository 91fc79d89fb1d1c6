export type ThemeChoice = 'system' | 'light' | 'dark'

const key = 'tenrec.theme'
const dark = () => window.matchMedia('(prefers-color-scheme: dark)')

export function readTheme(): ThemeChoice {
  try {
    const stored = localStorage.getItem(key)
    return stored === 'light' || stored === 'dark' ? stored : 'system'
  } catch {
    return 'system'
  }
}

/** Keeps the choice on this device and shows it at once; index.html applies it before first paint. */
export function chooseTheme(choice: ThemeChoice): void {
  try {
    localStorage.setItem(key, choice)
  } catch {
    // A browser without storage still shows the choice until it is closed.
  }
  applyTheme(choice)
}

/** Shows it on this page only. */
export function applyTheme(choice: ThemeChoice): void {
  document.documentElement.dataset.theme = choice === 'dark' || (choice === 'system' && dark().matches) ? 'dark' : 'light'
}

/** Follows the system while the choice is "system". */
export function followSystemTheme(): void {
  dark().addEventListener('change', () => applyTheme(readTheme()))
}
