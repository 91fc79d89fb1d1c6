import { isApiError } from '@/api/client'
import { ErrorBox } from '@/ui/states'

interface TileErrorProps {
  error: Error
  onRetry: () => void
}

/** What stands in a tile whose question failed. */
export function TileError({ error, onRetry }: TileErrorProps) {
  return (
    <ErrorBox
      small
      title="This tile could not be computed"
      message={error.message}
      details={isApiError(error) ? `query ${error.queryId ?? '-'}, ${error.status} ${error.code}: ${error.message}` : error.message}
      onRetry={onRetry}
    />
  )
}
