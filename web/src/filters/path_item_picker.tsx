import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Asterisk, CornerDownLeft, FileText, Smartphone, Zap } from 'lucide-react'
import { useDeferredValue, useState, type ReactElement } from 'react'
import { eventDefinitionsQuery, propertyValuesQuery } from '@/api/definitions'
import type { PathType } from '@/api/types'
import { rankBy } from '@/lib/rank'
import { eventLabel, rawNote } from '@/lib/taxonomy'
import { Picker, type PickerItem } from '@/ui/picker'

const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const

interface PathItemPickerProps {
  label: string
  trigger: ReactElement
  /** What steps are; without any, every event. */
  types: PathType[]
  /** Wildcards of the question: each is an item, too. */
  wildcards: string[]
  picked?: string
  onPick: (item: string) => void
}

interface Item extends PickerItem {
  item: string
}

/** Pages, screens and events that paths may go through, by the name the server gives them; any other text can be typed. */
export function PathItemPicker({ label, trigger, types, wildcards, picked, onPick }: PathItemPickerProps) {
  const projectId = Number(useParams({ strict: false }).projectId)
  const [search, setSearch] = useState('')
  const [open, setOpen] = useState(false)
  const asked = useDeferredValue(search.trim())
  const offers = (type: PathType) => types.length === 0 || types.includes(type)
  const pages = useQuery({ ...propertyValuesQuery(projectId, { type: 'event', key: '$current_url' }, asked), enabled: open && offers('$pageview') })
  const screens = useQuery({ ...propertyValuesQuery(projectId, { type: 'event', key: '$screen_name' }, asked), enabled: open && offers('$screen') })
  const events = useQuery({ ...eventDefinitionsQuery(projectId, asked), enabled: open && offers('custom_event') })
  const group = (name: string, items: Item[]) => ({ label: name, items: rankBy(items, search.trim(), (item) => [item.label, item.item]) })
  const found = (values: { name: string | number | boolean }[] | undefined, of: ReactElement): Item[] =>
    (values ?? []).map(({ name }) => ({ id: `v:${String(name)}`, label: String(name), item: String(name), icon: of }))
  const typed = search.trim()
  const groups = [
    group('Wildcards', wildcards.map((item) => ({ id: `w:${item}`, label: item, item, icon: <Asterisk {...icon} /> }))),
    group('Pages', offers('$pageview') ? found(pages.data, <FileText {...icon} />) : []),
    group('Screens', offers('$screen') ? found(screens.data, <Smartphone {...icon} />) : []),
    group(
      'Events',
      offers('custom_event')
        ? (events.data?.results ?? [])
            .filter(({ name, hidden }) => hidden !== true && name !== '$pageview' && name !== '$screen' && (types.length === 0 || !name.startsWith('$')))
            .map(({ name }) => ({ id: `e:${name}`, label: eventLabel(name), note: rawNote(eventLabel(name), name), item: name, icon: <Zap {...icon} /> }))
        : [],
    ),
  ]
  const known = groups.some(({ items }) => items.some(({ item }) => item === typed))
  if (typed !== '' && !known) groups.push({ label: 'As typed', items: [{ id: `t:${typed}`, label: typed, item: typed, icon: <CornerDownLeft {...icon} /> }] })
  return (
    <Picker<Item>
      label={label}
      trigger={trigger}
      groups={groups}
      search={search}
      onSearch={setSearch}
      onPick={(one) => onPick(one.item)}
      picked={groups.flatMap(({ items }) => items).find(({ item }) => item === picked)?.id ?? null}
      loading={pages.isFetching || screens.isFetching || events.isFetching || asked !== typed}
      emptyText="Type the name of a page, a screen or an event."
      open={open}
      onOpenChange={setOpen}
    />
  )
}
