import { expect, test, vi } from 'vitest'
import type { Breakdown, GroupType } from '@/api/types'
import { breakdownChoices } from './breakdown_choices'

const types = [{ group_type: 'company', group_type_index: 0, name_singular: null, name_plural: null }] as GroupType[]
const cohort = { id: 3, name: 'Paying', is_calculating: false, count: 1 }
const offered = (chosen: Breakdown[], search = '') => {
  const onPick = vi.fn<(item: Breakdown) => void>()
  const groups = breakdownChoices({ types, properties: { 0: [{ name: 'plan' }, { name: 'industry' }] }, cohorts: [cohort], chosen, onPick }, search).filter((group) => group.items.length > 0)
  return { groups, onPick, labels: groups.map((group) => group.label) }
}

test('properties of groups by their type, of sessions, and cohorts with everybody', () => {
  const { groups, labels, onPick } = offered([])
  expect(labels).toEqual(['Company properties', 'Session properties', 'Cohorts'])
  expect(groups[2]?.items.map((item) => item.label)).toEqual(['Everybody', 'Paying'])
  groups[0]?.items[0]?.onPick()
  groups[2]?.items[1]?.onPick()
  expect(onPick.mock.calls).toEqual([[{ property: 'plan', type: 'group', group_type_index: 0 }], [{ property: '3', type: 'cohort' }]])
})

test('beside a property no cohort, and beside a cohort only the other cohorts', () => {
  expect(offered([{ property: '$browser', type: 'event' }]).labels).toEqual(['Company properties', 'Session properties'])
  const { groups } = offered([{ property: '3', type: 'cohort' }])
  expect(groups.map((group) => group.items.map((item) => item.label))).toEqual([['Everybody']])
})

test('a search finds by what is read and by the raw name, and says where it is from', () => {
  const { groups } = offered([], 'entry_path')
  expect(groups.flatMap((group) => group.items).map((item) => [item.label, item.aside])).toEqual([['Entry pathname', 'Session']])
})
