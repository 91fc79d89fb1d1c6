import { useMemo, useState } from 'react'
import { Avatar } from '@/ui/avatar'
import { Button } from '@/ui/button'
import { DataGrid, type GridColumn } from '@/ui/data_grid'
import { Delta, Num } from '@/ui/num'
import { Empty } from '@/ui/states'
import { Table, type Column } from '@/ui/table'
import type { Sort } from '@/ui/table_sort'
import { samplePeople, type SamplePerson } from './people'
import { Specimen, State } from './specimen'

const columns: Column<SamplePerson>[] = [
  {
    id: 'name',
    label: 'Person',
    grow: 2,
    minWidth: 140,
    sortBy: (row) => row.name,
    cell: (row) => (
      <span className="inline-flex max-w-full items-center gap-2 align-middle font-medium">
        <Avatar name={row.name} size={20} />
        <span className="truncate">{row.name}</span>
      </span>
    ),
  },
  { id: 'email', label: 'Email', grow: 2, hideBelow: 'md', cell: (row) => <span className="text-fg-2">{row.email}</span> },
  { id: 'place', label: 'Place', hideBelow: 'sm', sortBy: (row) => row.place, cell: (row) => <span className="text-fg-2">{row.place}</span> },
  {
    id: 'events',
    label: 'Events',
    align: 'end',
    width: 90,
    sortBy: (row) => row.events,
    cell: (row) => <Num value={row.events} label={`${row.events} events of ${row.name}`} onOpen={() => {}} />,
  },
  { id: 'change', label: 'Change', align: 'end', width: 90, sortBy: (row) => row.change, cell: (row) => <Delta change={row.change} /> },
]

const gridColumns: GridColumn[] = [
  { id: 'event', label: 'event', note: 'String' },
  { id: 'distinct_id', label: 'distinct_id', note: 'String' },
  { id: 'timestamp', label: 'timestamp', note: 'DateTime' },
  { id: 'count', label: 'count()', note: 'UInt64', align: 'end' },
  ...Array.from({ length: 16 }, (_, i): GridColumn => ({ id: `p${i}`, label: `properties.p${i}`, note: 'Nullable(String)' })),
]
const events = ['$pageview', '$autocapture', 'signed_up', 'invited a teammate', 'opened app']

function gridText(row: number, column: number): string | null {
  if (column === 0) return events[(row * 7) % events.length] ?? ''
  if (column === 1) return `person-${(row * 31) % 977}`
  if (column === 2) return new Date(Date.UTC(2026, 10, 22, 21, 0, 0) - row * 61_000).toISOString().slice(0, 19).replace('T', ' ')
  if (column === 3) return String((row * 7919) % 10_000)
  return (row + column) % 9 === 0 ? null : `value ${(row * column) % 53}`
}

export function Tables() {
  const few = useMemo(() => samplePeople(6), [])
  const many = useMemo(() => samplePeople(5000), [])
  const [open, setOpen] = useState<string | null>('person-1')
  const [unfolded, setUnfolded] = useState<string | null>('person-2')
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set(['person-0', 'person-3']))
  const [sort, setSort] = useState<Sort | null>({ column: 'timestamp', down: true })
  return (
    <>
      <Specimen name="Table" note="Sorts by its heads, opens rows, selects, unfolds; arrows and J K move between rows." wide>
        <div className="flex flex-col gap-5">
          <State name="Sorted, a row open, numbers that open">
            <div className="overflow-hidden rounded-card border border-line">
              <Table label="People" columns={columns} rows={few} rowKey={(row) => row.id} sort={{ column: 'events', down: true }} openKey={open} onOpen={(row) => setOpen(row.id)} />
            </div>
          </State>
          <State name="Selecting, details unfolded">
            <div className="overflow-hidden rounded-card border border-line">
              <Table
                label="People to choose from"
                columns={columns}
                rows={few}
                rowKey={(row) => row.id}
                rowLabel={(row) => row.name}
                selected={selected}
                onSelected={setSelected}
                onOpen={(row) => setUnfolded(unfolded === row.id ? null : row.id)}
                detailKey={unfolded}
                renderDetail={(row) => <p className="px-5 py-3 text-fg-2">{row.name} uses {row.browser} in {row.place}.</p>}
              />
            </div>
          </State>
          <div className="grid gap-5 md:grid-cols-2">
            <State name="Loading">
              <div className="overflow-hidden rounded-card border border-line">
                <Table label="People being read" columns={columns.slice(0, 3)} rows={[]} rowKey={(row: SamplePerson) => row.id} loading />
              </div>
            </State>
            <State name="Empty">
              <div className="overflow-hidden rounded-card border border-line">
                <Table
                  label="People found"
                  columns={columns.slice(0, 3)}
                  rows={[]}
                  rowKey={(row: SamplePerson) => row.id}
                  empty={<Empty title="Nobody matches “ada@”" action={<Button>Search in SQL</Button>}>Search covers ids, emails and names.</Empty>}
                />
              </div>
            </State>
          </div>
          <State name="5,000 rows, drawn as they come into sight">
            <div className="flex h-80 flex-col overflow-hidden rounded-card border border-line">
              <Table label="Many people" columns={columns} rows={many} rowKey={(row) => row.id} onOpen={(row) => setOpen(row.id)} openKey={open} fill />
            </div>
          </State>
        </div>
      </Specimen>
      <Specimen name="DataGrid" note="50,000 rows of 20 columns. Arrows move, ⇧ marks, ⌘C copies, ⌥← ⌥→ change a width." wide>
        <div className="flex h-96 flex-col overflow-hidden rounded-card border border-line">
          <DataGrid label="Result" columns={gridColumns} rowCount={50_000} text={gridText} sort={sort} onSort={setSort} onOpen={() => {}} />
        </div>
      </Specimen>
    </>
  )
}
