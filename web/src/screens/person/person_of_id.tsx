import { useQuery } from '@tanstack/react-query'
import { Link, Navigate, useParams } from '@tanstack/react-router'
import { messageOf } from '@/api/client'
import { personOfIdQuery } from '@/api/persons'
import { buttonClass } from '@/ui/button'
import { Page } from '@/ui/page'
import { Empty, ErrorBox, Skeleton } from '@/ui/states'

/** Leads from a distinct id to its person. */
export default function PersonOfId() {
  const { projectId = '', _splat: distinctId = '' } = useParams({ strict: false })
  const { data: person, error, isPending, refetch } = useQuery(personOfIdQuery(Number(projectId), distinctId))
  if (person) return <Navigate to="/project/$projectId/persons/$personId" params={{ projectId, personId: person.uuid }} replace />
  return (
    <Page parent="People" title="Person">
      {isPending ? (
        <Skeleton className="m-5 h-6 w-64" />
      ) : error ? (
        <div className="p-6">
          <ErrorBox title="The person could not be read" message={messageOf(error)} onRetry={() => void refetch()} />
        </div>
      ) : (
        <Empty
          title={`Nobody has the id “${distinctId}”`}
          action={
            <Link to="/project/$projectId/persons" params={{ projectId }} className={buttonClass()}>
              All people
            </Link>
          }
        >
          Its events may have been sent without a person, or the person was deleted.
        </Empty>
      )}
    </Page>
  )
}
