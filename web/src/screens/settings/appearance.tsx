import { useState } from 'react'
import { setThemeMode } from '@/api/session'
import { chooseTheme, readTheme, type ThemeChoice } from '@/lib/theme'
import { Segmented } from '@/ui/segmented'
import { Section } from './section'

export function Appearance() {
  const [theme, setTheme] = useState<ThemeChoice>(() => readTheme())
  return (
    <Section title="Theme" note="Kept on this device.">
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
  )
}
