import { cellText, parsedJson, type ResultTable } from '@/lib/result_table'
import { Badge } from '@/ui/badge'
import { Code, CopyButton } from '@/ui/code'

/** One row with every value in full: objects unfolded, texts unbroken. */
export function ResultRow({ table, row }: { table: ResultTable; row: unknown[] }) {
  return (
    <dl className="m-0 px-5 py-3">
      {table.columns.map((column, at) => {
        const text = cellText(row[at], column, table.zone)
        const object = parsedJson(row[at])
        return (
          // oxlint-disable-next-line react/no-array-index-key -- two columns may have the same name
          <div key={at} className="border-b border-line py-2 last:border-0">
            <dt className="flex items-center gap-2 pb-0.5 text-fg-2">
              <span className="min-w-0 truncate font-medium">{column.name}</span>
              {column.note && <Badge>{column.note}</Badge>}
              {text !== null && !object && (
                <span className="ml-auto">
                  <CopyButton text={text} label={`Copy ${column.name}`} />
                </span>
              )}
            </dt>
            <dd className="m-0">
              {text === null ? <span className="text-fg-3">null</span> : object ? <Code label={column.name} text={JSON.stringify(object, null, 2)} /> : <span className="break-words whitespace-pre-wrap">{text}</span>}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
