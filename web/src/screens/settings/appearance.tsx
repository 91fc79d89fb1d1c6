import { useState } from 'react'
import { setThemeMode } from '@/api/session'
import { chooseContrast, chooseDensity, readContrast, readDensity, type Contrast, type Density } from '@/lib/appearance'
import { hiddenEntries } from '@/lib/hidden_entries'
import { sidebarEntries } from '@/lib/sidebar_entries'
import { chooseTheme, readTheme, type ThemeChoice } from '@/lib/theme'
import { Segmented } from '@/ui/segmented'
import { singleKeys } from '@/ui/shortcuts'
import { Switch } from '@/ui/switch'
import { Section } from './section'

export function Appearance() {
  const [theme, setTheme] = useState<ThemeChoice>(() => readTheme())
  const [density, setDensity] = useState<Density>(() => readDensity())
  const [contrast, setContrast] = useState<Contrast>(() => readContrast())
  const hidden = hiddenEntries.use()
  const keys = singleKeys.use()
  return (
    <>
      <Section id="theme" title="Theme" note="Kept on this device.">
        <Segmented<ThemeChoice>
          label="Theme"
          value={theme}
          options={[
            { value: 'system', label: 'As the system' },
            { value: 'light', label: 'Light' },
            { value: 'dark', label: 'Dark' },
          ]}
          onChange={(choice) => {
            setTheme(choice)
            chooseTheme(choice)
            setThemeMode(choice).catch(() => {
              // This device shows it already.
            })
          }}
        />
      </Section>
      <Section id="density" title="Density" note="How much room rows take. Kept on this device.">
        <Segmented<Density>
          label="Density"
          value={density}
          options={[
            { value: 'comfortable', label: 'Comfortable' },
            { value: 'compact', label: 'Compact' },
          ]}
          onChange={(choice) => {
            setDensity(choice)
            chooseDensity(choice)
          }}
        />
      </Section>
      <Section id="contrast" title="Contrast" note="Raises lines, grids and quiet text. Kept on this device.">
        <Segmented<Contrast>
          label="Contrast"
          value={contrast}
          options={[
            { value: 'system', label: 'As the system' },
            { value: 'more', label: 'More' },
          ]}
          onChange={(choice) => {
            setContrast(choice)
            chooseContrast(choice)
          }}
        />
      </Section>
      <Section id="keys" title="Single-key shortcuts" note="Letters such as E or G H act at once. ⌘K, ⌘S and the like always work. Kept on this device.">
        <div className="max-w-md">
          <Switch label="Single keys act" checked={keys} onChange={singleKeys.write} />
        </div>
      </Section>
      <Section id="sidebar" title="Sidebar" note="What is switched off here is still found by the search. Kept on this device.">
        <div className="max-w-md">
          {sidebarEntries.map((entry) => (
            <Switch
              key={entry.id}
              label={entry.label}
              checked={!hidden.includes(entry.id)}
              onChange={(shown) => hiddenEntries.write(shown ? hidden.filter((id) => id !== entry.id) : [...hidden, entry.id])}
            />
          ))}
        </div>
      </Section>
    </>
  )
}
