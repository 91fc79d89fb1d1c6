import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Bot, Check, FileText, Link2, Share2 } from 'lucide-react'
import { useState } from 'react'
import { projectQuery } from '@/api/projects'
import { rankBy } from '@/lib/rank'
import { Button } from '@/ui/button'
import { CopyButton } from '@/ui/code'
import { copyText } from '@/ui/copy'
import { cx } from '@/ui/cx'
import { Menu, MenuItem } from '@/ui/menu'
import { Page } from '@/ui/page'
import { SearchField } from '@/ui/search_field'
import { ErrorBox, Skeleton } from '@/ui/states'
import { toast } from '@/ui/toast'
import { ImportCard } from './import_card'
import { importsFor } from './imports'
import { SampleData } from './sample_data'
import { asPrompt, asText, stacksFor, tileCount, type Stack } from './snippets'
import type { Place } from './stack'
import { Steps } from './steps'
import { Waiting } from './waiting'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const
/** Stacks that load the library from this server. */
const inPage = new Set(['html', 'astro', 'gtm'])

export default function Onboarding() {
  const { projectId } = useParams({ from: '/project/$projectId/onboarding' })
  const { stack: chosen = 'html' } = useSearch({ from: '/project/$projectId/onboarding' })
  const navigate = useNavigate()
  const id = Number(projectId)
  const project = useQuery(projectQuery(id))
  const place: Place = { origin: window.location.origin, token: project.data?.api_token ?? '' }
  const stacks = stacksFor(place)
  const imports = importsFor(place)
  const brought = imports.find((one) => one.id === chosen)
  const stack = brought ?? stacks.find((one) => one.id === chosen) ?? (stacks[0] as Stack)
  const choose = (next: string) =>
    void navigate({
      to: '/project/$projectId/onboarding',
      params: { projectId },
      search: next === 'html' ? {} : { stack: next },
      replace: true,
      resetScroll: false,
    })

  return (
    <Page title="Install" actions={project.data && <Hand stack={stack} place={place} brings={brought !== undefined} />}>
      <div className="grid max-w-[1180px] gap-x-8 gap-y-6 px-5 py-6 lg:grid-cols-[324px_1fr] lg:grid-rows-[auto_1fr]">
        <StackList stacks={stacks} chosen={stack} onChoose={choose} />
        <div className="min-w-0 lg:row-span-2">
          {project.error ? (
            <ErrorBox title="The project could not be read" message={project.error.message} onRetry={() => void project.refetch()} />
          ) : project.data ? (
            <>
              <Steps key={stack.id} stack={stack} />
              <div className="mt-6 flex flex-wrap items-center gap-x-6 gap-y-2 border-t border-line pt-4 text-small text-fg-2">
                <Value name="Host" value={place.origin} />
                <Value name="Project API key" value={place.token} />
              </div>
              <Waiting key={id} projectId={id} token={place.token} inPage={inPage.has(stack.id)} />
            </>
          ) : (
            <div className="flex flex-col gap-4" aria-busy>
              <Skeleton className="h-5 w-52" />
              <Skeleton className="h-24 w-full" />
              <Skeleton className="h-5 w-64" />
              <Skeleton className="h-40 w-full" />
            </div>
          )}
        </div>
        {/* Below the steps where there is one column: what was chosen comes first. */}
        <div className="grid content-start gap-6">
          <ImportCard imports={imports} chosen={stack} onChoose={choose} />
          <SampleData />
        </div>
      </div>
    </Page>
  )
}

interface StackListProps {
  stacks: Stack[]
  chosen: Stack
  onChoose: (id: string) => void
}

/** The common stacks as tiles; the search knows all of them. */
function StackList({ stacks, chosen, onChoose }: StackListProps) {
  const [search, setSearch] = useState('')
  const [all, setAll] = useState(false)
  const found = rankBy(stacks, search, (stack) => [stack.name, ...(stack.words ?? [])])
  const first = stacks.slice(0, tileCount)
  // What a link or a search chose stays in sight.
  const few = first.includes(chosen) || !stacks.includes(chosen) ? first : [...first, chosen]
  const shown = search.trim() !== '' ? found : all ? stacks : few
  return (
    <section aria-labelledby="stacks">
      <h2 id="stacks" className="mb-1 text-panel font-semibold">
        What do you build with?
      </h2>
      <p className="mb-3 text-fg-2">Every PostHog SDK works with this server.</p>
      <SearchField
        label="Find your stack"
        placeholder="Language, framework or tool"
        size="form"
        className="mb-2"
        value={search}
        onChange={setSearch}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && found[0] && search.trim() !== '') onChoose(found[0].id)
        }}
      />
      <div className="grid grid-cols-2 gap-2 max-lg:grid-cols-4 max-md:grid-cols-3 max-sm:grid-cols-2">
        {shown.map((stack) => (
          <StackTile key={stack.id} stack={stack} chosen={stack === chosen} onChoose={() => onChoose(stack.id)} />
        ))}
      </div>
      {shown.length === 0 && (
        <p className="py-2 text-fg-2">
          Nothing here is called “{search}”. Any language can send events over HTTP:{' '}
          <button
            type="button"
            className="text-accent-text underline"
            onClick={() => {
              setSearch('')
              onChoose('curl')
            }}
          >
            see curl
          </button>
          .
        </p>
      )}
      {search.trim() === '' && !all && (
        <Button look="ghost" className="mt-1 -ml-2.5" onClick={() => setAll(true)}>
          Show all {stacks.length}
        </Button>
      )}
    </section>
  )
}

function StackTile({ stack, chosen, onChoose }: { stack: Stack; chosen: boolean; onChoose: () => void }) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onChoose}
      className={cx(
        'flex h-10 min-w-0 items-center justify-between rounded-control border px-2.5 text-left font-medium transition-colors duration-100',
        chosen ? 'border-accent bg-accent-soft text-accent-text' : 'border-line-2 bg-surface shadow-1 hover:bg-hover',
      )}
    >
      <span className="truncate">{stack.name}</span>
      {chosen && <Check size={14} strokeWidth={2} className="shrink-0" aria-hidden />}
    </button>
  )
}

/** The instructions for somebody else: a teammate, or an assistant in the code. */
function Hand({ stack, place, brings }: { stack: Stack; place: Place; brings: boolean }) {
  const copy = (text: string, said: string) =>
    void copyText(text)
      .then(() => toast(said))
      .catch(() => toast('The browser does not allow copying here', 'error'))
  return (
    <>
      <Menu
        align="end"
        trigger={
          <Button icon={<Share2 {...icon} />}>
            <span className="max-sm:sr-only">Send to a teammate</span>
          </Button>
        }
      >
        <MenuItem icon={<Link2 {...icon} />} onClick={() => copy(window.location.href, 'Link copied')}>
          Copy a link to this page
        </MenuItem>
        <MenuItem icon={<FileText {...icon} />} onClick={() => copy(asText(stack, brings ? 'Bring events from' : undefined), `Steps for ${stack.name} copied`)}>
          Copy the steps as text
        </MenuItem>
      </Menu>
      {!brings && <Button icon={<Bot {...icon} />} onClick={() => copy(asPrompt(stack, place), 'Prompt copied. Paste it into your coding assistant.')}>
        <span className="max-sm:sr-only">Copy prompt for an assistant</span>
      </Button>}
    </>
  )
}

function Value({ name, value }: { name: string; value: string }) {
  return (
    <span className="flex min-w-0 items-center gap-1.5">
      <span className="shrink-0">{name}</span>
      <code className="min-w-0 truncate font-mono text-fg">{value}</code>
      <CopyButton text={value} label={`Copy ${name.toLowerCase()}`} />
    </span>
  )
}
