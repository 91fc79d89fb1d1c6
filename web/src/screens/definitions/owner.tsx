import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { membersQuery } from '@/api/organizations'
import { meQuery } from '@/api/session'
import type { UserBasic } from '@/api/types'
import { Field } from '@/ui/field'
import { Select } from '@/ui/select'

const nobody = ''

interface OwnerProps {
  owner: UserBasic | null
  /** The number of a user; null for nobody. */
  onChange: (owner: number | null) => void
}

/** Whoever answers for an event, out of the organization's members; somebody who left stays until it is given to another. */
export function Owner({ owner, onChange }: OwnerProps) {
  const { data: me } = useSuspenseQuery(meQuery)
  const organization = me.organization?.id
  const { data } = useQuery({ ...membersQuery(organization ?? ''), enabled: organization !== undefined })
  const members = (data?.results ?? []).map(({ user }) => user)
  const known = owner === null || members.some((one) => one.id === owner.id) ? members : [owner, ...members]
  return (
    <Field label="Owner" hint="Whom to ask about it.">
      {(control) => (
        <Select
          {...control}
          label="Owner"
          size="form"
          value={owner === null ? nobody : String(owner.id)}
          options={[{ value: nobody, label: 'Nobody' }, ...known.map((user) => ({ value: String(user.id), label: user.first_name || user.email, note: user.first_name ? user.email : undefined }))]}
          onChange={(next) => onChange(next === nobody ? null : Number(next))}
        />
      )}
    </Field>
  )
}
