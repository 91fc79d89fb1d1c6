// @vitest-environment happy-dom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { PickList } from './pick_list'

afterEach(cleanup)

const entries = [
  { id: '1', label: 'Signups', note: 'Trends', on: false },
  { id: '2', label: 'Revenue', note: 'On it', on: true },
]

test('a click puts an entry on, and one that is on off', () => {
  const onToggle = vi.fn()
  render(
    <PickList label="Insights" placeholder="Find an insight" search="" onSearch={() => {}} entries={entries} onToggle={onToggle}>
      nothing
    </PickList>,
  )
  fireEvent.click(screen.getByRole('button', { name: 'Signups Trends' }))
  fireEvent.click(screen.getByRole('button', { name: 'Revenue On it', pressed: true }))
  expect(onToggle.mock.calls).toEqual([
    ['1', true],
    ['2', false],
  ])
})

test('an entry that is being written cannot be clicked twice', () => {
  render(
    <PickList label="Insights" placeholder="Find an insight" search="" onSearch={() => {}} entries={entries} busy="1" onToggle={() => {}}>
      nothing
    </PickList>,
  )
  expect(screen.getByRole<HTMLButtonElement>('button', { name: /Signups/ }).disabled).toBe(true)
})

test('an empty list says so; one that is read says nothing yet', () => {
  const list = (shown: typeof entries | undefined) => (
    <PickList label="Insights" placeholder="Find an insight" search="" onSearch={() => {}} entries={shown} onToggle={() => {}}>
      Nothing is saved yet
    </PickList>
  )
  const { rerender } = render(list(undefined))
  expect(screen.queryByText('Nothing is saved yet')).toBeNull()
  rerender(list([]))
  expect(screen.getByText('Nothing is saved yet')).toBeTruthy()
})
