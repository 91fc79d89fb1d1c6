import { ChartLine, ChartNoAxesColumn, Database, Hash, Table2, Users, Zap } from 'lucide-react'
import { useState } from 'react'
import type { DateRange as Range } from '@/api/types'
import { rankBy } from '@/lib/rank'
import { Button } from '@/ui/button'
import { Checkbox } from '@/ui/checkbox'
import { ColumnPicker } from '@/ui/column_picker'
import { Combobox, MultiCombobox } from '@/ui/combobox'
import { DateRange } from '@/ui/date_range'
import { Field } from '@/ui/field'
import { FilterChip } from '@/ui/filter_chip'
import { FilterChips } from '@/ui/filter_chips'
import { PickList } from '@/ui/pick_list'
import { Picker } from '@/ui/picker'
import { PropertyPicker, type PropertyChoice } from '@/ui/property_picker'
import { SearchField } from '@/ui/search_field'
import { Segmented } from '@/ui/segmented'
import { Select } from '@/ui/select'
import { Switch } from '@/ui/switch'
import { Tabs } from '@/ui/tabs'
import { Tree, type TreeNode } from '@/ui/tree'
import { Specimen, State } from './specimen'

const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const

const browsers = [
  { label: 'Desktop', items: ['Chrome', 'Edge', 'Firefox', 'Safari'].map((label) => ({ id: label, label })) },
  { label: 'Mobile', items: ['Chrome Android', 'Mobile Safari', 'Samsung Internet'].map((label) => ({ id: label, label })) },
]
const events = Array.from({ length: 5000 }, (_, i) => ({ id: `event-${i}`, label: `event ${i}`, icon: <Zap {...icon} /> }))
const properties: PropertyChoice[] = [
  { scope: 'event', key: '$browser', type: 'String', seen: true },
  { scope: 'event', key: 'plan', type: 'String', seen: true },
  { scope: 'event', key: 'amount', type: 'Numeric', seen: true },
  { scope: 'event', key: '$current_url', type: 'String', seen: true },
  { scope: 'event', key: 'is_trial', type: 'Boolean', seen: false },
  { scope: 'person', key: 'email', type: 'String' },
  { scope: 'person', key: 'created_at', type: 'DateTime' },
]
const samples: Record<string, string[]> = { plan: ['Free', 'Pro', 'Team'], $browser: ['Chrome', 'Safari', 'Firefox', 'Edge'], amount: ['9', '29', '99'] }
const columnNames: Record<string, string> = { name: 'Person', email: 'Email', place: 'Place', events: 'Events' }
const tables: TreeNode[] = [
  {
    id: 'events',
    label: 'events',
    icon: <Table2 {...icon} />,
    aside: '218M',
    children: [
      { id: 'events.event', label: 'event', aside: 'String' },
      { id: 'events.timestamp', label: 'timestamp', aside: 'DateTime' },
      { id: 'events.properties', label: 'properties', aside: 'JSON', children: [{ id: 'events.properties.$browser', label: '$browser', aside: 'String' }] },
    ],
  },
  { id: 'persons', label: 'persons', icon: <Users {...icon} />, aside: '1.2M', children: [{ id: 'persons.id', label: 'id', aside: 'UUID' }] },
  { id: 'sessions', label: 'sessions', icon: <Database {...icon} />, aside: '41M' },
]

export function Choices() {
  const [interval, setInterval] = useState<'hour' | 'day' | 'week'>('day')
  const [browser, setBrowser] = useState<string | null>('Firefox')
  const [several, setSeveral] = useState(['Chrome', 'Safari', 'Edge', 'Mobile Safari'])
  const [event, setEvent] = useState('event-7')
  const [find, setFind] = useState('')
  const [property, setProperty] = useState('plan')
  const [findProperty, setFindProperty] = useState('')
  const [over, setOver] = useState<PropertyChoice | null>(null)
  const [range, setRange] = useState<Range>({ date_from: '-7d' })
  const [complete, setComplete] = useState(true)
  const [filters, setFilters] = useState(['Country is set', 'App version ≥ 4.2', 'Plan is not Free'])
  const [chart, setChart] = useState<'line' | 'bar' | 'number'>('line')
  const [unit, setUnit] = useState<'share' | 'people'>('share')
  const [tab, setTab] = useState<'people' | 'events' | 'recordings'>('people')
  const [on, setOn] = useState(true)
  const [columns, setColumns] = useState(['name', 'place', 'events'])
  const [sought, setSought] = useState('')
  const [onIt, setOnIt] = useState('Support')
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set(['events']))
  const [picked, setPicked] = useState<string | null>('events.timestamp')
  const eventName = events.find((one) => one.id === event)?.label ?? ''
  return (
    <>
      <Specimen name="Select">
        <State name="With a word before">
          <Select label="Interval" prefix="by" value={interval} onChange={setInterval} options={[{ value: 'hour', label: 'hour' }, { value: 'day', label: 'day' }, { value: 'week', label: 'week' }]} />
        </State>
        <State name="Ghost">
          <Select label="Counting" look="ghost" value="dau" onChange={() => {}} options={[{ value: 'dau', label: 'Unique users' }, { value: 'total', label: 'Total count', note: 'Every event counts' }]} />
        </State>
        <State name="Off">
          <Select label="Role" disabled value="member" onChange={() => {}} options={[{ value: 'member', label: 'Member' }]} />
        </State>
        <State name="In a form, wrong" className="w-56">
          <Field label="Scopes" error="Choose at least one scope">
            {(control) => <Select {...control} label="Scopes" size="form" value="none" onChange={() => {}} options={[{ value: 'none', label: 'None' }]} className="w-full" />}
          </Field>
        </State>
      </Specimen>
      <Specimen name="Combobox" note="Found by typing; groups; long lists draw what can be seen.">
        <State name="One, in groups" className="w-56">
          <Combobox label="Browser" className="w-full" groups={browsers} value={browser} onChange={setBrowser} />
        </State>
        <State name="None yet" className="w-56">
          <Combobox label="Browser of nobody" className="w-full" groups={browsers} value={null} onChange={() => {}} placeholder="Choose a browser" />
        </State>
        <State name="Several" className="w-64">
          <MultiCombobox label="Browsers" className="w-full" groups={browsers} values={several} onChange={setSeveral} />
        </State>
        <State name="Off" className="w-48">
          <Combobox label="Browser of all" className="w-full" groups={browsers} value="Edge" onChange={() => {}} disabled />
        </State>
        <State name="5,000 events">
          <Picker
            label="Find an event"
            trigger={
              <Button aria-label={`Event: ${eventName}`} icon={<Zap {...icon} />}>
                {eventName}
              </Button>
            }
            groups={[{ label: 'Events', items: rankBy(events, find, (one) => [one.label]) }]}
            search={find}
            onSearch={setFind}
            picked={event}
            onPick={(item) => setEvent(item.id)}
            emptyText={`No event matches “${find}”.`}
          />
        </State>
      </Specimen>
      <Specimen name="PropertyPicker" note="The event's own properties first; exact names before beginnings before the rest; what their values look like.">
        <State name="With sample values">
          <PropertyPicker
            label="Find a property"
            trigger={<Button aria-label={`Property: ${property}`}>{property}</Button>}
            properties={properties}
            search={findProperty}
            onSearch={setFindProperty}
            onPick={(one) => setProperty(one.key)}
            onHighlight={setOver}
            facts={{ samples: samples[over?.key ?? ''] ?? [], share: over?.seen ? 0.842 : null }}
          />
        </State>
      </Specimen>
      <Specimen name="FilterChips">
        <State name="Conditions">
          <FilterChips label="Filters" count={filters.length} onClear={() => setFilters([])} wrap adding={<Button look="ghost">Add filter</Button>}>
            {filters.map((text) => (
              <FilterChip key={text} text={text} onRemove={() => setFilters(filters.filter((one) => one !== text))} editor={<p className="p-3">Change “{text}” here.</p>} />
            ))}
          </FilterChips>
        </State>
        <State name="Its value is missing">
          <FilterChip text="Browser is …" incomplete onRemove={() => {}} />
        </State>
        <State name="Long" className="w-52">
          <FilterChip text="Current URL contains https://nordwind.example/a/very/long/path/that/goes/on" onRemove={() => {}} />
        </State>
      </Specimen>
      <Specimen name="DateRange">
        <State name="A range that moves with the clock">
          <DateRange value={{ ...range, excludeIncompletePeriods: complete }} onChange={setRange} shortcut="D" onlyComplete={complete} onOnlyComplete={setComplete} />
        </State>
        <State name="Two days">
          <DateRange value={{ date_from: '2026-11-01', date_to: '2026-11-07' }} onChange={() => {}} />
        </State>
      </Specimen>
      <Specimen name="Segmented">
        <State name="Icons">
          <Segmented
            label="Chart type"
            value={chart}
            onChange={setChart}
            options={[
              { value: 'line', label: 'Lines', icon: <ChartLine {...icon} /> },
              { value: 'bar', label: 'Bars', icon: <ChartNoAxesColumn {...icon} /> },
              { value: 'number', label: 'Number', icon: <Hash {...icon} /> },
            ]}
          />
        </State>
        <State name="Words">
          <Segmented label="Shown as" value={unit} onChange={setUnit} options={[{ value: 'share', label: '%' }, { value: 'people', label: 'People' }]} />
        </State>
        <State name="Off">
          <Segmented label="Shown as, off" disabled value="share" onChange={() => {}} options={[{ value: 'share', label: '%' }, { value: 'people', label: 'People' }]} />
        </State>
      </Specimen>
      <Specimen name="Tabs" wide>
        <Tabs
          label="Behind the number"
          value={tab}
          onChange={setTab}
          tabs={[
            { value: 'people', label: 'People', count: 918, shortcut: '1' },
            { value: 'events', label: 'Events', count: 1284, shortcut: '2' },
            { value: 'recordings', label: 'Recordings', disabled: true },
          ]}
        >
          <p className="py-3 text-fg-2">The {tab} behind the number.</p>
        </Tabs>
      </Specimen>
      <Specimen name="Switch">
        <State name="On and off" className="w-64">
          <Switch label="Hide internal and test users" checked={on} onChange={setOn} />
          <Switch label="Start axis at zero" note="Counts always do" checked={!on} onChange={(next) => setOn(!next)} />
        </State>
        <State name="Cannot be changed" className="w-64">
          <Switch label="Record sessions" checked disabled onChange={() => {}} />
          <Switch label="Record consoles" checked={false} disabled onChange={() => {}} />
        </State>
      </Specimen>
      <Specimen name="Checkbox">
        <State name="Off, on, some, not to be changed, in a series colour">
          <span className="flex gap-4 py-1.5">
            <Checkbox label="Off" checked={!on} onChange={(next) => setOn(!next)} />
            <Checkbox label="On" checked={on} onChange={setOn} />
            <Checkbox label="Some" checked={false} mixed onChange={() => {}} />
            <Checkbox label="Kept" checked disabled onChange={() => {}} />
            <Checkbox label="Series B" checked color="var(--series-2)" onChange={() => {}} />
          </span>
        </State>
      </Specimen>
      <Specimen name="ColumnPicker">
        <ColumnPicker
          columns={[...columns, ...Object.keys(columnNames).filter((id) => !columns.includes(id))].map((id) => ({ id, label: columnNames[id] ?? id }))}
          shown={columns}
          onChange={setColumns}
          usual={['name', 'place', 'events']}
          orderable
        />
      </Specimen>
      <Specimen name="SearchField">
        <State name="Beside buttons, and in a form" className="w-64">
          <SearchField label="Find an insight" placeholder="Name or tag" value={sought} onChange={setSought} />
          <SearchField label="Find a setting" size="form" value={sought} onChange={setSought} />
        </State>
      </Specimen>
      <Specimen name="PickList">
        <State name="On, off, being written" className="w-72">
          <PickList
            label="Dashboards"
            placeholder="Find a dashboard"
            search={sought}
            onSearch={setSought}
            entries={['Weekly growth review', 'Support', 'Marketing'].filter((label) => label.toLowerCase().includes(sought.toLowerCase())).map((label) => ({ id: label, label, note: label === onIt ? 'On it' : undefined, on: label === onIt }))}
            busy="Marketing"
            onToggle={(id, turnedOn) => setOnIt(turnedOn ? id : '')}
          >
            <p className="py-6 text-center text-fg-3">Nothing matches.</p>
          </PickList>
        </State>
      </Specimen>
      <Specimen name="Tree">
        <State name="Tables and their columns" className="w-72">
          <Tree label="Tables" nodes={tables} unfolded={unfolded} onUnfolded={setUnfolded} picked={picked} onPick={(node) => setPicked(node.id)} />
        </State>
      </Specimen>
    </>
  )
}
