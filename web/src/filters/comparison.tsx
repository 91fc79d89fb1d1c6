import { MenuSelect } from '@/ui/menu_select'

export interface CompareFilter {
  compare: boolean
  compare_to?: string
}

const comparisons: Record<string, { label: string; filter: CompareFilter }> = {
  none: { label: 'No comparison', filter: { compare: false } },
  previous: { label: 'previous period', filter: { compare: true } },
  '-1w': { label: 'a week earlier', filter: { compare: true, compare_to: '-1w' } },
  '-1m': { label: 'a month earlier', filter: { compare: true, compare_to: '-1m' } },
  '-1y': { label: 'a year earlier', filter: { compare: true, compare_to: '-1y' } },
}

interface ComparisonSelectProps {
  value: CompareFilter | null | undefined
  /** Undefined where nothing is said about a comparison. */
  onChange: (filter: CompareFilter | undefined) => void
  /** What it is called to say nothing; without it that means that nothing is compared. */
  unsaid?: string
}

/** Which period the answer is compared with. */
export function ComparisonSelect({ value, onChange, unsaid }: ComparisonSelectProps) {
  const chosen = value?.compare ? (value.compare_to ?? 'previous') : unsaid && !value ? 'unsaid' : 'none'
  const offered = new Set([...(unsaid ? ['unsaid'] : []), ...Object.keys(comparisons), chosen])
  return (
    <MenuSelect
      label="Comparison"
      prefix="vs"
      value={chosen}
      options={[...offered].map((one) => ({ value: one, label: (one === 'unsaid' ? unsaid : comparisons[one]?.label) ?? one, bare: one === 'none' || one === 'unsaid' }))}
      onChange={(next) => onChange(next === 'none' && !unsaid ? undefined : comparisons[next]?.filter)}
    />
  )
}
