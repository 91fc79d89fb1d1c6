import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useRouteContext, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { isApiError, messageOf } from '@/api/client'
import { inviteOfferQuery, logOut, forgetAll, takeInvite } from '@/api/session'
import { Button, buttonClass } from '@/ui/button'
import { Field, Input } from '@/ui/field'
import { Gate } from '@/ui/gate'
import { Skeleton } from '@/ui/states'

type FieldName = 'first_name' | 'password'

/** Where the link of an invite leads: a new account, or one more organization for who has one. */
export default function InvitePage() {
  const { inviteId } = useParams({ from: '/signup/$inviteId' })
  const { me } = useRouteContext({ from: '/signup/$inviteId' })
  const offer = useQuery(inviteOfferQuery(inviteId))
  const navigate = useNavigate()
  const router = useRouter()
  const [form, setForm] = useState<{ first_name: string | null; password: string }>({ first_name: null, password: '' })
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ field: FieldName | null; text: string } | null>(null)
  const errorOf = (field: FieldName) => (problem?.field === field ? problem.text : null)
  const name = form.first_name ?? offer.data?.first_name ?? ''

  const join = async (account: { first_name?: string; password?: string }) => {
    setBusy(true)
    setProblem(null)
    try {
      await takeInvite(inviteId, account)
      router.invalidate()
      await navigate({ to: '/', replace: true })
    } catch (error) {
      const attr = isApiError(error) ? error.attr : null
      setProblem({ field: attr === 'password' || attr === 'first_name' ? attr : null, text: messageOf(error) })
    } finally {
      setBusy(false)
    }
  }
  const submit = () => {
    if (name.trim() === '') return setProblem({ field: 'first_name', text: 'Enter your name' })
    if (form.password.length < 8) return setProblem({ field: 'password', text: 'Use at least 8 characters' })
    void join({ first_name: name.trim(), password: form.password })
  }
  const leave = async () => {
    await logOut()
    forgetAll()
    await router.invalidate()
  }

  if (offer.error) {
    return (
      <Gate title="This invite cannot be used" note={messageOf(offer.error)}>
        <div className="flex flex-wrap gap-2">
          {me ? (
            <>
              <Link to="/" className={buttonClass('default', 'form')}>
                Go to your projects
              </Link>
              <Button size="form" onClick={() => void leave()}>
                Log out {me.email}
              </Button>
            </>
          ) : (
            <Link to="/login" search={{ next: `/signup/${inviteId}` }} className={buttonClass('default', 'form')}>
              Sign in
            </Link>
          )}
        </div>
      </Gate>
    )
  }
  if (!offer.data) {
    return (
      <Gate title="Join your team">
        <Skeleton className="h-32 w-full" />
      </Gate>
    )
  }
  const { organization_name, target_email } = offer.data
  const problemBelow = problem && problem.field === null && (
    <p role="alert" className="text-small text-negative">
      {problem.text}
    </p>
  )
  if (me) {
    return (
      <Gate title={`Join ${organization_name}`} note={`You are signed in as ${me.email}.`}>
        <div className="flex flex-col gap-4">
          {problemBelow}
          <Button look="primary" size="form" busy={busy} onClick={() => void join({})}>
            <span className="truncate">Join {organization_name}</span>
          </Button>
        </div>
      </Gate>
    )
  }
  return (
    <Gate title={`Join ${organization_name}`} note={`Your account will have the address ${target_email}.`}>
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        <Field label="Your name" error={errorOf('first_name')}>
          {(control) => (
            <Input
              {...control}
              name="first_name"
              autoComplete="given-name"
              maxLength={128}
              // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page has one purpose
              autoFocus
              value={name}
              onChange={(event) => setForm({ ...form, first_name: event.target.value })}
            />
          )}
        </Field>
        <Field label="Password" error={errorOf('password')} hint="At least 8 characters, hard to guess.">
          {(control) => (
            <Input {...control} type="password" name="password" autoComplete="new-password" value={form.password} onChange={(event) => setForm({ ...form, password: event.target.value })} />
          )}
        </Field>
        {problemBelow}
        <Button type="submit" look="primary" size="form" busy={busy}>
          Create account
        </Button>
      </form>
      <p className="mt-4 text-fg-2">
        Already have an account?{' '}
        <Link to="/login" search={{ next: `/signup/${inviteId}` }} className="text-accent-text underline">
          Sign in
        </Link>{' '}
        to join with it.
      </p>
    </Gate>
  )
}
