import { useNavigate } from '@tanstack/react-router'
import { ChevronsUpDown, Plus } from 'lucide-react'
import { Suspense, useState } from 'react'
import type { Me } from '@/api/types'
import { lazy } from '@/lib/parts'
import { cx } from '@/ui/cx'
import { Mark } from '@/ui/mark'
import { Menu, MenuItem, MenuLine } from '@/ui/menu'

const NewProject = lazy(() => import('./layers').then((layers) => ({ default: layers.NewProject })))
const admin = 8

export const mayCreateProjects = (me: Me): boolean => (me.organization?.membership_level ?? 0) >= admin

export function ProjectSwitcher({ me, folded }: { me: Me; folded: boolean }) {
  const navigate = useNavigate()
  const [creating, setCreating] = useState(false)
  const teams = me.organization?.teams ?? (me.team ? [me.team] : [])
  const name = me.team?.name ?? 'No project'
  return (
    <>
      <Menu
        className="scroll-thin max-h-[min(32rem,var(--available-height))] w-64 overflow-y-auto"
        trigger={
          <button
            type="button"
            className={cx(
              'flex h-9 min-w-0 items-center gap-2.5 rounded-control hover:bg-hover data-popup-open:bg-hover pointer-coarse:h-10',
              folded ? 'w-9 justify-center' : 'flex-1 px-1.5',
            )}
          >
            <Mark />
            <span className="sr-only">Project: </span>
            <span className={folded ? 'sr-only' : 'min-w-0 flex-1 truncate text-left font-semibold'}>{name}</span>
            {!folded && <ChevronsUpDown size={14} strokeWidth={1.75} className="shrink-0 text-fg-3" aria-hidden />}
          </button>
        }
      >
        {me.organization && <p className="truncate px-2 py-1.5 text-small text-fg-3">{me.organization.name}</p>}
        {teams.map((team) => (
          <MenuItem
            key={team.id}
            checked={team.id === me.team?.id}
            onClick={() => void navigate({ to: '/project/$projectId', params: { projectId: String(team.id) } })}
          >
            {team.name}
          </MenuItem>
        ))}
        {mayCreateProjects(me) && (
          <>
            <MenuLine />
            <MenuItem icon={<Plus size={16} strokeWidth={1.75} aria-hidden />} onClick={() => setCreating(true)}>
              New project
            </MenuItem>
          </>
        )}
      </Menu>
      <Suspense fallback={null}>{creating && <NewProject onClose={() => setCreating(false)} />}</Suspense>
    </>
  )
}
