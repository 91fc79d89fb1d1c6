import { Link, useParams } from '@tanstack/react-router'
import { NotFound } from '@/ui/not_found'
import { cx } from '@/ui/cx'
import { Page } from '@/ui/page'
import { ApiKeys } from './api_keys'
import { Appearance } from './appearance'
import { ProjectSettings } from './project_settings'

const sections = [
  { id: 'project', group: 'Project', label: 'General' },
  { id: 'user-api-keys', group: 'You', label: 'Personal API keys' },
  { id: 'appearance', group: 'You', label: 'Appearance' },
] as const

export default function Settings() {
  const { projectId, section } = useParams({ from: '/project/$projectId/settings/$section' })
  const current = sections.find((one) => one.id === section)
  if (!current) return <NotFound />
  const groups = [...new Set(sections.map((one) => one.group))]
  return (
    <Page parent="Settings" title={current.label}>
      <div className="grid max-w-[960px] gap-x-10 gap-y-5 px-5 py-6 md:grid-cols-[180px_1fr]">
        <nav aria-label="Settings" className="scroll-none flex flex-col gap-4 max-md:flex-row max-md:overflow-x-auto">
          {groups.map((group) => (
            <div key={group} className="flex flex-col gap-px max-md:flex-row">
              <p className="mb-1 px-2 text-small text-fg-3 max-md:hidden">{group}</p>
              {sections
                .filter((one) => one.group === group)
                .map((one) => (
                  <Link
                    key={one.id}
                    to="/project/$projectId/settings/$section"
                    params={{ projectId, section: one.id }}
                    className={cx(
                      'flex h-nav-row items-center rounded-control px-2 whitespace-nowrap no-underline pointer-coarse:h-10',
                      one.id === current.id ? 'bg-active font-medium text-fg' : 'text-fg-2 hover:bg-hover hover:text-fg',
                    )}
                  >
                    {one.label}
                  </Link>
                ))}
            </div>
          ))}
        </nav>
        <div className="min-w-0">
          {current.id === 'project' && <ProjectSettings projectId={Number(projectId)} />}
          {current.id === 'user-api-keys' && <ApiKeys />}
          {current.id === 'appearance' && <Appearance />}
        </div>
      </div>
    </Page>
  )
}
