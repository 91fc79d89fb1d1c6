import { useQuery } from '@tanstack/react-query'
import { Braces, Calendar, Hash, List, Sigma, Table2, ToggleLeft, Type, type LucideIcon } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { messageOf } from '@/api/client'
import { propertyDefinitionsQuery } from '@/api/definitions'
import { databaseSchemaQuery, type SchemaField, type SchemaTable } from '@/api/hogql'
import type { PropertyDefinition } from '@/api/types'
import { formatCompact } from '@/lib/format'
import { rankBy } from '@/lib/rank'
import { SearchField } from '@/ui/search_field'
import { ErrorBox, Skeleton } from '@/ui/states'
import { Tree, type TreeNode } from '@/ui/tree'

const icons: Record<string, LucideIcon> = {
  string: Type,
  integer: Hash,
  float: Hash,
  decimal: Hash,
  boolean: ToggleLeft,
  datetime: Calendar,
  date: Calendar,
  json: Braces,
  array: List,
  expression: Sigma,
  lazy_table: Table2,
  virtual_table: Table2,
  field_traverser: Table2,
  view: Table2,
}

const iconOf = (type: string) => {
  const Icon = icons[type] ?? Type
  return <Icon size={14} strokeWidth={1.75} aria-hidden />
}

const leadsOn = (field: SchemaField) => field.type === 'lazy_table' || field.type === 'virtual_table'

/** The tables and their fields; what is picked goes into the question. */
export function SchemaBrowser({ projectId, onInsert }: { projectId: number; onInsert: (text: string) => void }) {
  const schema = useQuery(databaseSchemaQuery(projectId))
  const [search, setSearch] = useState('')
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set([`${below}events`]))
  const wanted = search.trim()
  const asked = useDeferredValue(wanted)
  const ofEvents = useQuery(propertyDefinitionsQuery(projectId, { type: 'event', search: asked }))
  const ofPeople = useQuery(propertyDefinitionsQuery(projectId, { type: 'person', search: asked }))
  const { nodes, opened } = useMemo(
    () => shownNodes(schema.data ?? [], { events: ofEvents.data?.results ?? [], persons: ofPeople.data?.results ?? [] }, wanted),
    [schema.data, ofEvents.data, ofPeople.data, wanted],
  )
  return (
    <div className="flex h-full min-h-0 flex-col">
      <SearchField label="Find a table or field" className="shrink-0 p-3 pb-2 [&>svg]:left-5.5" value={search} onChange={setSearch} />
      <div className="scroll-thin min-h-0 flex-1 overflow-y-auto px-2 pb-3">
        {schema.error ? (
          <ErrorBox small title="The tables could not be read" message={messageOf(schema.error)} onRetry={() => void schema.refetch()} />
        ) : schema.isPending ? (
          <div aria-busy className="grid gap-4 px-2 py-2">
            {['w-1/2', 'w-2/3', 'w-2/5', 'w-3/5'].map((width) => (
              <Skeleton key={width} className={`h-4 ${width}`} />
            ))}
          </div>
        ) : nodes.length === 0 ? (
          <p className="px-2 py-3 text-fg-2">No table or field matches “{wanted}”.</p>
        ) : (
          <Tree label="Tables and fields" nodes={nodes} unfolded={wanted === '' ? unfolded : opened} onUnfolded={setUnfolded} onPick={(node) => !node.children && onInsert(insertOf(node.id))} />
        )}
      </div>
    </div>
  )
}

/** Stands between the parts of a path: no name has it. */
const below = '\n'

/** The id of a leaf is its path: the table, then the names in between, then the field. */
const insertOf = (id: string): string => {
  const [table = '', ...names] = id.split(below)
  return names.length === 0 ? table : names.join('.')
}

/** A name as HogQL writes it. */
const written = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : `\`${name.replaceAll('\\', '\\\\').replaceAll('`', '\\`')}\``)

interface Seen {
  events: PropertyDefinition[]
  persons: PropertyDefinition[]
}

/** With a search: the tables whose name, fields or properties match, unfolded where one does. */
function shownNodes(tables: SchemaTable[], seen: Seen, search: string): { nodes: TreeNode[]; opened: Set<string> } {
  const byName = new Map(tables.map((table) => [table.name, table]))
  const fieldNode = (owner: string, path: string, field: SchemaField, depth: number): TreeNode => {
    const id = `${path}${below}${field.hogql_value || field.name}`
    const inner = leadsOn(field) && field.table ? byName.get(field.table) : undefined
    const properties = field.name === 'properties' && (owner === 'events' || owner === 'persons') ? seen[owner] : []
    const children = inner && depth < 3 ? Object.values(inner.fields).map((one) => fieldNode(inner.name, id, one, depth + 1)) : properties.map((one) => propertyNode(id, one))
    return { id, label: field.name, icon: iconOf(field.type), aside: field.type.replace('_', ' '), ...(children.length > 0 && { children }) }
  }
  const node = (table: SchemaTable, fields: SchemaField[]): TreeNode => ({
    id: `${below}${table.name}`,
    label: table.name,
    icon: iconOf('view'),
    aside: typeof table.row_count === 'number' ? formatCompact(table.row_count) : undefined,
    children: [{ id: table.name, label: `Insert “${table.name}”`, icon: <span aria-hidden>+</span> }, ...fields.map((field) => fieldNode(table.name, table.name, field, 1))],
  })
  if (search === '') return { nodes: tables.map((table) => node(table, Object.values(table.fields))), opened: new Set() }
  const opened = new Set<string>()
  const nodes = tables.flatMap((table) => {
    const all = Object.values(table.fields)
    const holds = (field: SchemaField) => field.name === 'properties' && (table.name === 'events' || table.name === 'persons') && seen[table.name].length > 0
    const matching = rankBy(all, search, (field) => [field.name])
    const fields = [...matching, ...all.filter((field) => holds(field) && !matching.includes(field))]
    for (const field of fields) if (holds(field)) opened.add(`${table.name}${below}${field.hogql_value || field.name}`)
    if (fields.length > 0) opened.add(`${below}${table.name}`)
    const named = rankBy([table], search, (one) => [one.name]).length > 0
    if (!named && fields.length === 0) return []
    return [node(table, fields.length > 0 ? fields : all)]
  })
  return { nodes, opened }
}

const propertyTypes: Record<string, string> = { String: 'string', Numeric: 'float', Boolean: 'boolean', DateTime: 'datetime', Duration: 'float' }

function propertyNode(path: string, { name, property_type: type }: PropertyDefinition): TreeNode {
  const kind = propertyTypes[type ?? ''] ?? 'string'
  return { id: `${path}${below}${written(name)}`, label: name, icon: iconOf(kind), aside: kind === 'float' ? 'number' : kind }
}
