import type { ComponentProps } from 'react'
import { ExportMenu } from '@/charts/export_menu'
import { describeDateRange } from '@/lib/date_range'
import { describeAny } from '@/lib/filters'
import type { Question } from '@/lib/question'
import { conditionsOf } from '@/lib/question_parts'
import { toast } from '@/ui/toast'

interface ExportButtonProps extends Pick<ComponentProps<typeof ExportMenu>, 'chart' | 'csv' | 'series'> {
  query: Question
  name: string
  /** What is said after the dates: "by day". */
  by?: string
}

/** Takes an answer along as a picture that says what was asked, or as its numbers. */
export function ExportButton({ query, name, by, ...rest }: ExportButtonProps) {
  const range = describeDateRange(query.dateRange ?? {})
  return (
    <ExportMenu
      {...rest}
      title={name}
      range={by ? `${range}, ${by}` : range}
      filters={conditionsOf(query).filters.map(describeAny)}
      onError={(message) => toast(message, 'error')}
    />
  )
}
