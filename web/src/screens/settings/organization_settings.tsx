import { useSuspenseQuery } from '@tanstack/react-query'
import { renameOrganization } from '@/api/organizations'
import { meQuery } from '@/api/session'
import { Empty } from '@/ui/states'
import { TextSetting } from './autosave'
import { Section, Setting } from './section'

const admin = 8

export function OrganizationSettings() {
  const { data: me } = useSuspenseQuery(meQuery)
  const { organization } = me
  if (!organization) return <Empty title="You belong to no organization">Ask an admin for an invitation.</Empty>
  const mayChange = (organization.membership_level ?? 0) >= admin
  return (
    <Section title="Organization" note="Projects and the people who work on them belong to it.">
      <div className="max-w-md">
        <Setting id="organization-name">
          {mayChange ? (
            <TextSetting
              key={organization.id}
              label="Name"
              value={organization.name}
              maxLength={64}
              onSave={(name) => renameOrganization(organization.id, name)}
            />
          ) : (
            <p>
              {organization.name} <span className="text-fg-2">Admins and owners can rename it.</span>
            </p>
          )}
        </Setting>
      </div>
    </Section>
  )
}
