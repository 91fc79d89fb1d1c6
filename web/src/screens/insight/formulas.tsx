import { Plus, Trash2 } from 'lucide-react'
import type { TrendsQuery } from '@/api/types'
import { formulaProblem } from '@/lib/trends_query'
import { Button, IconButton } from '@/ui/button'
import { Input } from '@/ui/field'

const icon = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const

interface FormulasProps {
  query: TrendsQuery
  onChange: (query: TrendsQuery) => void
}

interface FormulaNode {
  formula: string
  custom_name?: string
}

/** Rows that compute with the letters of the series; with one of them only formulas are shown. */
export function Formulas({ query, onChange }: FormulasProps) {
  const nodes = query.trendsFilter?.formulaNodes ?? []
  const set = (formulaNodes: FormulaNode[]) =>
    onChange({ ...query, trendsFilter: { ...query.trendsFilter, formulaNodes: formulaNodes.length > 0 ? formulaNodes : undefined } })
  const change = (at: number, edit: Partial<FormulaNode>) => set(nodes.map((one, i) => (i === at ? { ...one, ...edit } : one)))
  return (
    <div className="mt-2 flex flex-col gap-2">
      {nodes.map((node, i) => {
        const problem = node.formula.trim() === '' ? null : formulaProblem(node.formula, query.series.length)
        return (
          // oxlint-disable-next-line react/no-array-index-key -- formulas have no other identity
          <div key={i}>
            <div className="flex items-center gap-1">
              <Input
                aria-label={`Formula ${i + 1}`}
                aria-invalid={problem ? true : undefined}
                placeholder="A / B * 100"
                value={node.formula}
                autoComplete="off"
                spellCheck={false}
                onChange={(event) => change(i, { formula: event.target.value })}
              />
              <Input
                aria-label={`Name of formula ${i + 1}`}
                placeholder="Name"
                value={node.custom_name ?? ''}
                maxLength={200}
                autoComplete="off"
                onChange={(event) => change(i, { custom_name: event.target.value || undefined })}
              />
              <IconButton label={`Remove formula ${i + 1}`} icon={<Trash2 {...icon} />} onClick={() => set(nodes.filter((_, at) => at !== i))} />
            </div>
            {problem && (
              <p role="alert" className="mt-1 text-small text-negative">
                {problem}
              </p>
            )}
          </div>
        )
      })}
      <Button
        look="ghost"
        className="-ml-2 self-start"
        icon={<Plus {...icon} />}
        onClick={() => set([...nodes, { formula: query.series.length > 1 ? 'A / B' : 'A' }])}
      >
        Add formula
      </Button>
    </div>
  )
}
