import { useRouter } from '@tanstack/react-router'
import { Keyboard, LogOut, Monitor, Moon, Rows2, Rows3, Sun, UserRound } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '@/api/client'
import { forgetAll, logOut, setThemeMode } from '@/api/session'
import type { Me } from '@/api/types'
import { chooseDensity, readDensity, type Density } from '@/lib/appearance'
import { chooseTheme, readTheme, type ThemeChoice } from '@/lib/theme'
import { Avatar } from '@/ui/avatar'
import { cx } from '@/ui/cx'
import { Menu, MenuChoice, MenuItem, MenuLine } from '@/ui/menu'
import { toast } from '@/ui/toast'
import { hrefOf } from './destinations'

const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const

interface UserMenuProps {
  me: Me
  projectId: string
  folded: boolean
  onHelp: () => void
}

/** Shows the choice on this device at once and tells the server, for other devices. */
export function pickTheme(choice: ThemeChoice): void {
  chooseTheme(choice)
  setThemeMode(choice).catch(() => {
    // This device shows it already; other devices keep what they had.
  })
}

/** Ends the session and leaves for the sign-in page. */
export function useLogOut(): () => Promise<void> {
  const router = useRouter()
  return async () => {
    try {
      await logOut()
      await router.navigate({ to: '/login' })
      forgetAll()
    } catch (error) {
      toast(messageOf(error), 'error')
    }
  }
}

export function UserMenu({ me, projectId, folded, onHelp }: UserMenuProps) {
  const router = useRouter()
  const leave = useLogOut()
  const [theme, setTheme] = useState<ThemeChoice>(() => readTheme())
  const [density, setDensity] = useState<Density>(() => readDensity())
  const name = me.first_name || me.email
  return (
    <Menu
      side="top"
      className="w-60"
      trigger={
        <button
          type="button"
          className={cx(
            'flex h-8 min-w-0 items-center gap-2 rounded-control hover:bg-hover data-popup-open:bg-hover pointer-coarse:h-10',
            folded ? 'w-8 justify-center' : 'flex-1 px-1.5',
          )}
        >
          <Avatar name={name} />
          <span className="sr-only">Account of </span>
          <span className={folded ? 'sr-only' : 'min-w-0 truncate text-fg-2'}>{name}</span>
        </button>
      }
    >
      <p className="truncate px-2 py-1.5 text-small text-fg-3">{me.email}</p>
      <MenuItem
        icon={<UserRound {...icon} />}
        onClick={() => void router.navigate({ href: hrefOf(projectId, '/settings/user-profile') })}
      >
        Your account
      </MenuItem>
      <MenuLine />
      <MenuChoice<ThemeChoice>
        label="Theme"
        value={theme}
        onChange={(choice) => {
          setTheme(choice)
          pickTheme(choice)
        }}
        options={[
          { value: 'system', label: 'As the system', icon: <Monitor {...icon} /> },
          { value: 'light', label: 'Light', icon: <Sun {...icon} /> },
          { value: 'dark', label: 'Dark', icon: <Moon {...icon} /> },
        ]}
      />
      <MenuChoice<Density>
        label="Density"
        value={density}
        onChange={(choice) => {
          setDensity(choice)
          chooseDensity(choice)
        }}
        options={[
          { value: 'comfortable', label: 'Comfortable', icon: <Rows2 {...icon} /> },
          { value: 'compact', label: 'Compact', icon: <Rows3 {...icon} /> },
        ]}
      />
      <MenuLine />
      <MenuItem icon={<Keyboard {...icon} />} onClick={onHelp}>
        Keyboard shortcuts
      </MenuItem>
      <MenuItem icon={<LogOut {...icon} />} onClick={() => void leave()}>
        Log out
      </MenuItem>
    </Menu>
  )
}
