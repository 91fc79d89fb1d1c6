import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { LogOut, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { isApiError, messageOf } from '@/api/client'
import { invite, invitesQuery, levels, membersQuery, removeMember, setMemberLevel, withdrawInvite, type OrganizationInvite, type OrganizationMember } from '@/api/organizations'
import { forgetAll, meQuery } from '@/api/session'
import { Avatar } from '@/ui/avatar'
import { Badge } from '@/ui/badge'
import { Button, IconButton } from '@/ui/button'
import { Code, CopyButton } from '@/ui/code'
import { Confirm } from '@/ui/confirm'
import { EventTime, useNow } from '@/ui/event_time'
import { Field, Input } from '@/ui/field'
import { MenuSelect } from '@/ui/menu_select'
import { Select } from '@/ui/select'
import { Empty, ErrorBox, Skeleton } from '@/ui/states'
import { toast } from '@/ui/toast'
import { Section } from './section'

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

const levelNames: Record<number, string> = { [levels.member]: 'Member', [levels.admin]: 'Admin', [levels.owner]: 'Owner' }
/** Those that somebody of a level may give to others: their own and lower ones. */
const levelsUpTo = (own: number) =>
  Object.values(levels)
    .filter((level) => level <= own)
    .map((level) => ({ value: String(level), label: levelNames[level] ?? '' }))

const linkOf = (inviteId: string): string => `${window.location.origin}/signup/${inviteId}`
const nameOf = ({ user }: OrganizationMember): string => user.first_name || user.email

/** Who works in the organization, and who is asked to. */
export function Members() {
  const { data: me } = useSuspenseQuery(meQuery)
  const { organization } = me
  if (!organization) return <Empty title="You belong to no organization">Ask an admin for an invitation.</Empty>
  const level = organization.membership_level ?? levels.member
  return (
    <>
      <Section id="members" title="Members" note={`Everybody here sees the projects of ${organization.name}.`}>
        <MemberList organization={organization.id} self={me.uuid} level={level} />
      </Section>
      <Section id="invite" title="Invite somebody" note="Pass the link on yourself: this server sends no email. It is good for three days.">
        <InviteForm organization={organization.id} level={level} />
        <InviteList organization={organization.id} />
      </Section>
    </>
  )
}

function MemberList({ organization, self, level }: { organization: string; self: string; level: number }) {
  const members = useQuery(membersQuery(organization))
  const navigate = useNavigate()
  const now = useNow(30_000)
  const [leaving, setLeaving] = useState<OrganizationMember | null>(null)
  const mayManage = level >= levels.admin
  const change = (member: OrganizationMember, next: string) => {
    setMemberLevel(organization, member.user.uuid, Number(next))
      .then(() => toast(`${nameOf(member)} is ${levelNames[Number(next)]?.toLowerCase()} now`))
      .catch((error: unknown) => toast(messageOf(error), 'error'))
  }
  const remove = async (member: OrganizationMember) => {
    await removeMember(organization, member.user.uuid)
    if (member.user.uuid === self) {
      // What was read of the organization belongs to nobody here any more.
      forgetAll()
      await navigate({ to: '/', replace: true })
    } else toast(`${nameOf(member)} left the organization`)
  }
  if (members.error) return <ErrorBox title="The members could not be read" message={members.error.message} onRetry={() => void members.refetch()} />
  if (!members.data) return <Skeleton className="h-32 w-full" />
  return (
    <>
      <ul aria-label="Members" className="m-0 list-none rounded-card border border-line p-0">
        {members.data.results.map((member) => {
          const own = member.user.uuid === self
          const name = nameOf(member)
          return (
            <li key={member.id} className="flex min-h-13 items-center gap-3 border-b border-line px-4 py-1.5 last:border-0 max-sm:px-3">
              <Avatar name={name} />
              <span className="min-w-0 flex-1">
                <span className="flex items-center gap-2">
                  <span className="truncate font-medium">{name}</span>
                  {own && <Badge>You</Badge>}
                </span>
                <span className="block truncate text-small text-fg-3">{member.user.email}</span>
              </span>
              <span className="shrink-0 text-small text-fg-3 max-md:hidden">
                joined <EventTime time={member.joined_at} now={now} />
              </span>
              {mayManage && !own && member.level <= level ? (
                <MenuSelect label={`Level of ${name}`} value={String(member.level)} options={levelsUpTo(level)} onChange={(next) => change(member, next)} />
              ) : (
                <span className="shrink-0 text-fg-2">{levelNames[member.level]}</span>
              )}
              {(own || (mayManage && member.level <= level)) && (
                <IconButton
                  label={own ? 'Leave the organization' : `Remove ${name}`}
                  icon={own ? <LogOut {...icon} /> : <Trash2 {...icon} />}
                  onClick={() => setLeaving(member)}
                />
              )}
            </li>
          )
        })}
      </ul>
      {leaving && (
        <Confirm
          open
          onClose={() => setLeaving(null)}
          title={leaving.user.uuid === self ? 'Leave the organization?' : `Remove ${nameOf(leaving)}?`}
          action={leaving.user.uuid === self ? 'Leave the organization' : `Remove ${nameOf(leaving)}`}
          onConfirm={() => remove(leaving)}
        >
          {leaving.user.uuid === self ? 'You' : nameOf(leaving)} can open its projects no more. What was made here stays. Coming back takes a new invite.
        </Confirm>
      )}
    </>
  )
}

function InviteForm({ organization, level }: { organization: string; level: number }) {
  const [email, setEmail] = useState('')
  const [wanted, setWanted] = useState(String(levels.member))
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [made, setMade] = useState<OrganizationInvite | null>(null)
  const send = async () => {
    if (!email.includes('@')) return setProblem('Enter an email address')
    setBusy(true)
    setProblem(null)
    try {
      setMade(await invite(organization, { target_email: email.trim(), level: Number(wanted) }))
      setEmail('')
    } catch (error) {
      setProblem(isApiError(error) && error.status === 403 ? 'Only admins may invite here. Ask one of them.' : messageOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <form
        noValidate
        className="flex max-w-xl flex-wrap items-start gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <div className="min-w-56 flex-1">
          <Field label="Email" error={problem}>
            {(control) => <Input {...control} type="email" autoComplete="off" maxLength={254} placeholder="mia@example.com" value={email} onChange={(event) => setEmail(event.target.value)} />}
          </Field>
        </div>
        <div className="flex items-end gap-2 sm:pt-6.5">
          <Select label="Level" size="form" value={wanted} options={levelsUpTo(level)} onChange={setWanted} />
          <Button type="submit" look="primary" size="form" busy={busy}>
            Make an invite
          </Button>
        </div>
      </form>
      {made && (
        <div className="mt-4 max-w-xl rounded-card border border-positive/40 bg-positive-soft p-4" role="status">
          <p className="mb-2 font-medium break-words">Send this link to {made.target_email}</p>
          <Code text={linkOf(made.id)} label="Invite link" />
        </div>
      )}
    </>
  )
}

/** Invites that nobody took yet. */
function InviteList({ organization }: { organization: string }) {
  const invites = useQuery(invitesQuery(organization))
  const now = useNow(30_000)
  const open = invites.data?.results ?? []
  const withdraw = (one: OrganizationInvite) => {
    withdrawInvite(organization, one.id)
      .then(() => toast(`Withdrew the invite of ${one.target_email}`))
      .catch((error: unknown) => toast(messageOf(error), 'error'))
  }
  if (open.length === 0) return null
  return (
    <div className="mt-5">
      <h3 className="mb-2 font-medium">Not taken yet</h3>
      <ul aria-label="Invites" className="m-0 list-none rounded-card border border-line p-0">
        {open.map((one) => (
          <li key={one.id} className="flex min-h-12 items-center gap-2 border-b border-line px-4 py-1 last:border-0 max-sm:px-3">
            <span className="min-w-0 flex-1 truncate font-medium">{one.target_email}</span>
            <span className="shrink-0 text-small text-fg-2 max-sm:hidden">{levelNames[one.level]}</span>
            <span className="shrink-0 text-small text-fg-3">
              {one.is_expired ? (
                'Expired'
              ) : (
                <>
                  made <EventTime time={one.created_at} now={now} />
                </>
              )}
            </span>
            {!one.is_expired && <CopyButton text={linkOf(one.id)} label={`Copy the link of ${one.target_email}`} />}
            <IconButton label={`Withdraw the invite of ${one.target_email}`} icon={<Trash2 {...icon} />} onClick={() => withdraw(one)} />
          </li>
        ))}
      </ul>
    </div>
  )
}
