import { cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { useState } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Button, IconButton } from './button'
import { Checkbox } from './checkbox'
import { ColumnPicker } from './column_picker'
import { Combobox, MultiCombobox } from './combobox'
import { DateRange } from './date_range'
import { FilterChip } from './filter_chip'
import { FilterChips } from './filter_chips'
import { rowsOf, virtualOptionsFrom } from './option_list'
import { Picker } from './picker'
import { groupProperties, PropertyPicker, type PropertyChoice } from './property_picker'
import { Segmented } from './segmented'
import { Select } from './select'
import { Switch } from './switch'
import { Tabs } from './tabs'
import { giveLayout, typeInto } from './testing'
import { rowsOfTree, Tree, type TreeNode } from './tree'

beforeEach(() => giveLayout())
afterEach(cleanup)

const browsers = [
  { label: 'Desktop', items: [{ id: 'chrome', label: 'Chrome' }, { id: 'firefox', label: 'Firefox' }] },
  { label: 'Mobile', items: [{ id: 'safari', label: 'Mobile Safari' }] },
]

test('an icon button has a name and can be off', () => {
  const onClick = vi.fn()
  render(<IconButton label="Compute again" icon={<i />} onClick={onClick} disabled />)
  fireEvent.click(screen.getByRole('button', { name: 'Compute again' }))
  expect(onClick).not.toHaveBeenCalled()
})

test('a select names itself with its value and chooses from the keyboard', async () => {
  const onChange = vi.fn()
  render(<Select label="Interval" prefix="by" value="day" onChange={onChange} options={[{ value: 'day', label: 'day' }, { value: 'week', label: 'week' }]} />)
  const trigger = screen.getByRole('combobox', { name: 'Interval: by day' })
  trigger.focus()
  fireEvent.click(trigger)
  const week = await screen.findByRole('option', { name: 'week' })
  expect(screen.getByRole('option', { name: 'day' }).getAttribute('aria-selected')).toBe('true')
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'ArrowDown' })
  await waitFor(() => expect(week.hasAttribute('data-highlighted')).toBe(true))
  fireEvent.keyDown(document.activeElement ?? document.body, { key: 'Enter' })
  await waitFor(() => expect(onChange).toHaveBeenCalledWith('week'))
})

test('a combobox finds by typing, in groups, and takes the first with Enter', async () => {
  const onChange = vi.fn()
  render(<Combobox label="Browser" groups={browsers} value="firefox" onChange={(id) => onChange(id)} />)
  fireEvent.click(screen.getByRole('combobox', { name: 'Browser: Firefox' }))
  const field = await screen.findByRole('combobox', { name: 'Find: Browser' })
  expect(within(screen.getByRole('group', { name: 'Mobile' })).getAllByRole('option')).toHaveLength(1)
  typeInto(field, 'saf')
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1))
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(onChange).toHaveBeenCalledWith('safari')
})

test('a combobox of several says the first two and how many more, and stays open', async () => {
  const onChange = vi.fn()
  const many = [{ label: '', items: ['a', 'b', 'c', 'd'].map((id) => ({ id, label: id.toUpperCase() })) }]
  render(<MultiCombobox label="Letters" groups={many} values={['a', 'b', 'c', 'd']} onChange={onChange} />)
  fireEvent.click(screen.getByRole('combobox', { name: 'Letters: A, B and 2 more' }))
  fireEvent.click(await screen.findByRole('option', { name: /^B/ }))
  expect(onChange).toHaveBeenCalledWith(['a', 'c', 'd'])
  expect(screen.getAllByRole('option')).toHaveLength(4)
})

function Events({ onPick }: { onPick: (id: string) => void }) {
  const [search, setSearch] = useState('')
  const items = Array.from({ length: 5000 }, (_, i) => ({ id: String(i), label: `event ${i}` })).filter((one) => one.label.includes(search))
  return (
    <Picker
      label="Find an event"
      trigger={<Button aria-label="Event">Event</Button>}
      groups={[{ label: 'Events', items }]}
      search={search}
      onSearch={setSearch}
      onPick={(item) => onPick(item.id)}
      emptyText="No event matches."
    />
  )
}

test('a list of thousands draws a few, says how many there are, and still finds', async () => {
  const onPick = vi.fn()
  render(<Events onPick={onPick} />)
  fireEvent.click(screen.getByRole('combobox', { name: 'Event' }))
  const field = await screen.findByRole('combobox', { name: 'Find an event' })
  const options = await screen.findAllByRole('option')
  expect(options.length).toBeGreaterThan(5)
  expect(options.length).toBeLessThan(virtualOptionsFrom)
  expect(options[0]?.getAttribute('aria-setsize')).toBe('5000')
  typeInto(field, '4999')
  await waitFor(() => expect(screen.getAllByRole('option')).toHaveLength(1))
  fireEvent.keyDown(field, { key: 'Enter' })
  expect(onPick).toHaveBeenCalledWith('4999')
})

test('rows of a long list count items across groups and skip empty ones', () => {
  expect(rowsOf([{ label: 'A', items: [{ id: '1', label: '1' }] }, { label: 'B', items: [] }, { label: '', items: [{ id: '2', label: '2' }] }])).toEqual([
    { heading: 'A' },
    { item: { id: '1', label: '1' }, index: 0 },
    { item: { id: '2', label: '2' }, index: 1 },
  ])
})

const properties: PropertyChoice[] = [
  { scope: 'event', key: 'plan_was', type: 'String', seen: true },
  { scope: 'event', key: 'old_plan', type: 'String', seen: false },
  { scope: 'event', key: 'p_l_a_n', type: null, seen: true },
  { scope: 'person', key: 'plan', type: 'String' },
]

test("the event's own properties come first; a search puts exact names before beginnings before the rest", () => {
  const keys = (search: string) => groupProperties(properties, search).map((group) => group.items.map((item) => item.property.key))
  expect(keys('')).toEqual([['plan_was', 'p_l_a_n'], ['old_plan'], ['plan']])
  expect(keys('plan')).toEqual([['plan', 'plan_was', 'old_plan', 'p_l_a_n']])
})

test('a property shows its type, its share and sample values before it is taken', async () => {
  render(
    <PropertyPicker
      label="Find a property"
      trigger={<Button aria-label="Property">Property</Button>}
      properties={properties}
      search=""
      onSearch={() => {}}
      onPick={() => {}}
      facts={{ samples: ['Free', 'Pro'], share: 0.84 }}
    />,
  )
  fireEvent.click(screen.getByRole('combobox', { name: 'Property' }))
  fireEvent.keyDown(await screen.findByRole('combobox', { name: 'Find a property' }), { key: 'ArrowDown' })
  expect(await screen.findByText('Free · Pro')).toBeTruthy()
  expect(screen.getByText('Text, on 84.0% of these events')).toBeTruthy()
})

test('chips can be cleared together once there are two', () => {
  const onClear = vi.fn()
  const { rerender } = render(
    <FilterChips label="Filters" count={1} onClear={onClear}>
      <FilterChip text="Plan is Pro" onRemove={() => {}} />
    </FilterChips>,
  )
  expect(screen.queryByRole('button', { name: 'Clear all' })).toBe(null)
  rerender(
    <FilterChips label="Filters" count={2} onClear={onClear}>
      <FilterChip text="Plan is Pro" onRemove={() => {}} />
    </FilterChips>,
  )
  fireEvent.click(within(screen.getByRole('group', { name: 'Filters' })).getByRole('button', { name: 'Clear all' }))
  expect(onClear).toHaveBeenCalledOnce()
})

test('a date range is a preset, any number of units, or two days; the running period can be left out', async () => {
  const onChange = vi.fn()
  const onOnlyComplete = vi.fn()
  render(<DateRange value={{ date_from: '-7d' }} onChange={onChange} onlyComplete={false} onOnlyComplete={onOnlyComplete} />)
  const open = async () => {
    fireEvent.click(screen.getByRole('button', { name: 'Date range: Last 7 days' }))
    return await screen.findByRole('textbox', { name: 'How many' })
  }
  await open()
  expect(screen.getByRole('button', { name: 'Last 7 days', pressed: true })).toBeTruthy()
  fireEvent.click(screen.getByRole('switch', { name: 'Only complete periods' }))
  expect(onOnlyComplete).toHaveBeenCalledWith(true)
  fireEvent.click(screen.getByRole('button', { name: 'Last 30 days' }))
  expect(onChange).toHaveBeenLastCalledWith({ date_from: '-30d', date_to: null })

  const count = await open()
  fireEvent.change(count, { target: { value: '0' } })
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Show' }).disabled).toBe(true)
  fireEvent.change(count, { target: { value: '45' } })
  fireEvent.click(screen.getByRole('button', { name: 'Show' }))
  expect(onChange).toHaveBeenLastCalledWith({ date_from: '-45d', date_to: null })
})

test('of segments exactly one is on, also after pressing it again', () => {
  const onChange = vi.fn()
  render(<Segmented label="Shown as" value="share" onChange={onChange} options={[{ value: 'share', label: '%' }, { value: 'people', label: 'People' }]} />)
  fireEvent.click(screen.getByRole('button', { name: '%', pressed: true }))
  expect(onChange).not.toHaveBeenCalled()
  fireEvent.click(screen.getByRole('button', { name: 'People', pressed: false }))
  expect(onChange).toHaveBeenCalledWith('people')
})

test('tabs name their panel, skip what is off, and open with Enter', async () => {
  const onChange = vi.fn()
  render(
    <Tabs label="Behind it" value="people" onChange={onChange} tabs={[{ value: 'people', label: 'People', count: 1284 }, { value: 'events', label: 'Events' }, { value: 'clips', label: 'Clips', disabled: true }]}>
      <p>Everybody</p>
    </Tabs>,
  )
  const people = screen.getByRole('tab', { name: /People/, selected: true })
  expect(people.textContent).toContain('1,284')
  expect(screen.getByRole('tabpanel', { name: /People/ }).textContent).toBe('Everybody')
  people.focus()
  fireEvent.keyDown(people, { key: 'ArrowRight' })
  await waitFor(() => expect(document.activeElement?.textContent).toBe('Events'))
  expect(onChange).not.toHaveBeenCalled()
  fireEvent.click(screen.getByRole('tab', { name: 'Events' }))
  expect(onChange).toHaveBeenCalledWith('events')
  expect(screen.getByRole('tab', { name: 'Clips' }).getAttribute('aria-disabled') ?? screen.getByRole('tab', { name: 'Clips' }).getAttribute('disabled')).not.toBe(null)
})

test('a switch is named by its label and does nothing while it is off limits', () => {
  const onChange = vi.fn()
  const { rerender } = render(<Switch label="Hide test users" checked={false} onChange={onChange} />)
  expect(screen.getByRole('switch', { name: 'Hide test users', checked: false })).toBeTruthy()
  fireEvent.click(screen.getByText('Hide test users'))
  expect(onChange).toHaveBeenCalledOnce()
  rerender(<Switch label="Hide test users" checked disabled onChange={onChange} />)
  expect(screen.getByRole('switch', { name: 'Hide test users', checked: true })).toBeTruthy()
  fireEvent.click(screen.getByText('Hide test users'))
  expect(onChange).toHaveBeenCalledOnce()
})

test('a checkbox is on, off or mixed', () => {
  const onChange = vi.fn()
  render(<Checkbox label="All" checked={false} mixed onChange={onChange} />)
  const box = screen.getByRole('checkbox', { name: 'All' })
  expect(box.getAttribute('aria-checked')).toBe('mixed')
  fireEvent.click(box)
  expect(onChange).toHaveBeenCalled()
})

test('columns are chosen in their own order, and the first always shows', async () => {
  const onChange = vi.fn()
  render(<ColumnPicker columns={['name', 'email', 'place'].map((id) => ({ id, label: id }))} shown={['name', 'place']} onChange={onChange} usual={['name']} />)
  fireEvent.click(screen.getByRole('button', { name: 'Columns' }))
  fireEvent.click(await screen.findByRole('checkbox', { name: 'email' }))
  expect(onChange).toHaveBeenLastCalledWith(['name', 'email', 'place'])
  expect(screen.getByRole('checkbox', { name: 'name' }).hasAttribute('data-disabled')).toBe(true)
  fireEvent.click(screen.getByRole('button', { name: 'Reset' }))
  expect(onChange).toHaveBeenLastCalledWith(['name'])
})

function Ordered() {
  const [shown, setShown] = useState(['name', 'email', 'place'])
  const columns = [...shown, 'age'].map((id) => ({ id, label: id }))
  return <ColumnPicker columns={columns} shown={shown} onChange={setShown} orderable />
}

test('columns that show are put in order by keyboard, below the first', async () => {
  render(<Ordered />)
  fireEvent.click(screen.getByRole('button', { name: 'Columns' }))
  await screen.findByRole('checkbox', { name: 'place' })
  const order = () => screen.getAllByRole('listitem').map((row) => row.textContent)
  const move = (name: string, key: string) => fireEvent.keyDown(screen.getByRole('checkbox', { name }), { key, altKey: true })
  move('place', 'ArrowUp')
  expect(order()).toEqual(['name', 'place', 'email', 'age'])
  expect(document.activeElement?.closest('li')?.textContent).toBe('place')
  move('place', 'ArrowUp')
  move('age', 'ArrowUp')
  expect(order()).toEqual(['name', 'place', 'email', 'age'])
  move('place', 'ArrowDown')
  expect(order()).toEqual(['name', 'email', 'place', 'age'])
})

const nodes: TreeNode[] = [
  { id: 'events', label: 'events', children: [{ id: 'event', label: 'event' }, { id: 'time', label: 'timestamp' }] },
  { id: 'persons', label: 'persons', children: [] },
]

function Tables({ onPick }: { onPick: (id: string) => void }) {
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  return <Tree label="Tables" nodes={nodes} unfolded={unfolded} onUnfolded={setUnfolded} onPick={(node) => onPick(node.id)} />
}

test('a tree unfolds, moves, jumps by letter and folds again from the keyboard', () => {
  const onPick = vi.fn()
  render(<Tables onPick={onPick} />)
  const key = (name: string) => fireEvent.keyDown(document.activeElement ?? document.body, { key: name })
  const here = () => document.activeElement?.textContent
  const events = screen.getByRole('treeitem', { name: 'events' })
  events.focus()
  expect(events.getAttribute('aria-expanded')).toBe('false')
  key('ArrowRight')
  expect(events.getAttribute('aria-expanded')).toBe('true')
  key('ArrowRight')
  expect(here()).toBe('event')
  key('t')
  expect(here()).toBe('timestamp')
  key('Enter')
  expect(onPick).toHaveBeenCalledWith('time')
  key('ArrowLeft')
  expect(here()).toBe('events')
  key('ArrowLeft')
  expect(screen.getAllByRole('treeitem')).toHaveLength(2)
  key('End')
  expect(here()).toBe('persons')
  expect(screen.getAllByRole('treeitem').map((item) => item.tabIndex)).toEqual([-1, 0])
})

test('tree rows know their level and their place', () => {
  expect(rowsOfTree(nodes, new Set(['events'])).map(({ node, depth, place, siblings }) => [node.id, depth, place, siblings])).toEqual([
    ['events', 0, 1, 2],
    ['event', 1, 1, 2],
    ['time', 1, 2, 2],
    ['persons', 0, 2, 2],
  ])
})
