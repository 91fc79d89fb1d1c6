import { Link, Navigate, useNavigate, useParams, useRouterState } from '@tanstack/react-router'
import { Suspense, useEffect, useRef, useState } from 'react'
import { lazy } from '@/lib/parts'
import { rankBy } from '@/lib/rank'
import { sectionOf, settingsSections, type SettingsSection } from '@/lib/settings_sections'
import { PageNotFound } from '@/ui/not_found'
import { cx } from '@/ui/cx'
import { Page } from '@/ui/page'
import { SearchField } from '@/ui/search_field'

// Each section comes when it is opened.
const ApiKeys = lazy(() => import('./api_keys').then((part) => ({ default: part.ApiKeys })))
const Appearance = lazy(() => import('./appearance').then((part) => ({ default: part.Appearance })))
const Members = lazy(() => import('./members').then((part) => ({ default: part.Members })))
const OrganizationSettings = lazy(() => import('./organization_settings').then((part) => ({ default: part.OrganizationSettings })))
const Profile = lazy(() => import('./profile').then((part) => ({ default: part.Profile })))
const ProjectSettings = lazy(() => import('./project_settings').then((part) => ({ default: part.ProjectSettings })))

const groups = ['Project', 'You', 'Organization'] as const

export default function Settings() {
  const { projectId, section } = useParams({ from: '/project/$projectId/settings/$section' })
  const current = sectionOf(section)
  useAnchor(current)
  if (!current) return <PageNotFound />
  if (current.id !== section) {
    return <Navigate to="/project/$projectId/settings/$section" params={{ projectId, section: current.id }} hash={(hash) => hash ?? ''} replace />
  }
  return (
    <Page parent="Settings" title={current.label}>
      <div className="grid max-w-[980px] gap-x-10 gap-y-5 px-5 py-6 md:grid-cols-[200px_1fr]">
        <SectionList projectId={projectId} current={current} />
        <div className="min-w-0">
          <Suspense fallback={null}>
            {current.id === 'project' && <ProjectSettings projectId={Number(projectId)} />}
            {current.id === 'user-profile' && <Profile />}
            {current.id === 'user-api-keys' && <ApiKeys />}
            {current.id === 'appearance' && <Appearance />}
            {current.id === 'organization-members' && <Members />}
            {current.id === 'organization' && <OrganizationSettings />}
          </Suspense>
        </div>
      </div>
    </Page>
  )
}

/** Brings the setting that the address names into view, once it is there, and gives it focus. */
function useAnchor(section: SettingsSection | null) {
  const hash = useRouterState({ select: (state) => state.location.hash })
  useEffect(() => {
    if (!section?.settings.some((setting) => setting.id === hash)) return
    const look = () => {
      const element = document.getElementById(hash)
      // The section may still be on its way, or what it shows.
      if (!element) return observer.observe(document.body, { childList: true, subtree: true })
      observer.disconnect()
      element.scrollIntoView({ block: 'start' })
      const control = element.querySelector<HTMLElement>('input:not([hidden]), button, a')
      control?.focus({ preventScroll: true })
    }
    const observer = new MutationObserver(look)
    const timer = setTimeout(look, 0)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
    }
  }, [hash, section])
}

function SectionList({ projectId, current }: { projectId: string; current: SettingsSection }) {
  const navigate = useNavigate()
  const [search, setSearch] = useState('')
  const wanted = search.trim()
  const found = rankBy(
    settingsSections.flatMap((section) => section.settings.map((setting) => ({ section, setting }))),
    wanted,
    ({ section, setting }) => [setting.label, ...(setting.words?.split(' ') ?? []), section.label],
  )
  const open = (section: string, setting: string) => {
    setSearch('')
    void navigate({ to: '/project/$projectId/settings/$section', params: { projectId, section }, hash: setting })
  }
  // On a phone the sections are one line that scrolls: the one that is open is in sight.
  const list = useRef<HTMLElement>(null)
  useEffect(() => {
    list.current?.querySelector(`[data-section="${current.id}"]`)?.scrollIntoView({ inline: 'center', block: 'nearest' })
  }, [current.id])
  const row = 'flex min-h-nav-row items-center rounded-control px-2 no-underline pointer-coarse:min-h-10'
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <SearchField
        label="Find a setting"
        size="form"
        value={search}
        onChange={setSearch}
        onKeyDown={(event) => {
          const [first] = found
          if (event.key === 'Enter' && wanted !== '' && first) open(first.section.id, first.setting.id)
        }}
      />
      {wanted !== '' ? (
        <ul aria-label="Settings found" className="m-0 flex list-none flex-col gap-px p-0">
          {found.slice(0, 12).map(({ section, setting }) => (
            <li key={`${section.id}#${setting.id}`}>
              <button
                type="button"
                onClick={() => open(section.id, setting.id)}
                className={cx(row, 'w-full flex-wrap gap-x-1.5 py-1 text-left hover:bg-hover')}
              >
                {setting.label} <span className="text-small text-fg-3">{section.group}</span>
              </button>
            </li>
          ))}
          {found.length === 0 && <li className="px-2 text-fg-2">No setting is called “{wanted}”.</li>}
        </ul>
      ) : (
        <nav ref={list} aria-label="Settings" className="scroll-none flex flex-col gap-4 max-md:flex-row max-md:overflow-x-auto">
          {groups.map((group) => (
            <div key={group} className="flex flex-col gap-px max-md:flex-row">
              <p className="mb-1 px-2 text-small text-fg-3 max-md:mb-0 max-md:self-center">{group}</p>
              {settingsSections
                .filter((one) => one.group === group)
                .map((one) => (
                  <Link
                    key={one.id}
                    to="/project/$projectId/settings/$section"
                    params={{ projectId, section: one.id }}
                    data-section={one.id}
                    aria-current={one.id === current.id ? 'page' : undefined}
                    className={cx(
                      row,
                      'whitespace-nowrap',
                      one.id === current.id ? 'bg-active font-medium text-fg' : 'text-fg-2 hover:bg-hover hover:text-fg',
                    )}
                  >
                    {one.label}
                  </Link>
                ))}
            </div>
          ))}
        </nav>
      )}
    </div>
  )
}
