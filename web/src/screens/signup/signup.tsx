import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useRouter } from '@tanstack/react-router'
import { Check, ChevronRight, CircleAlert } from 'lucide-react'
import { useState } from 'react'
import { isApiError } from '@/api/client'
import { preflightQuery, serverChecksQuery, signUp } from '@/api/session'
import { Button, buttonClass } from '@/ui/button'
import { Field, Input } from '@/ui/field'
import { Gate } from '@/ui/gate'

type FieldName = 'first_name' | 'email' | 'password'

export default function Signup() {
  const { data: preflight } = useSuspenseQuery(preflightQuery)
  const navigate = useNavigate()
  const router = useRouter()
  const [form, setForm] = useState({ first_name: '', email: '', password: '' })
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ field: FieldName | null; text: string } | null>(null)
  const set = (field: FieldName) => (event: { target: { value: string } }) => setForm({ ...form, [field]: event.target.value })
  const errorOf = (field: FieldName) => (problem?.field === field ? problem.text : null)

  const submit = async () => {
    if (form.first_name.trim() === '') return setProblem({ field: 'first_name', text: 'Enter your name' })
    if (!form.email.includes('@')) return setProblem({ field: 'email', text: 'Enter an email address' })
    if (form.password.length < 8) return setProblem({ field: 'password', text: 'Use at least 8 characters' })
    setBusy(true)
    setProblem(null)
    try {
      await signUp({ ...form, first_name: form.first_name.trim(), email: form.email.trim() })
      router.invalidate()
      await navigate({ to: '/', replace: true })
    } catch (error) {
      const attr = isApiError(error) ? error.attr : null
      const field = attr === 'email' || attr === 'password' || attr === 'first_name' ? attr : null
      setProblem({ field, text: error instanceof Error ? error.message : String(error) })
    } finally {
      setBusy(false)
    }
  }

  if (preflight.initiated && !preflight.can_create_org) {
    return (
      <Gate title="Sign-up is closed" note="Ask an admin of this server for an invitation.">
        <Link to="/login" className={buttonClass('default', 'form')}>
          Sign in
        </Link>
      </Gate>
    )
  }

  return (
    <Gate
      title="Create your account"
      note={preflight.initiated ? undefined : 'You are the first on this server and become its owner.'}
    >
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
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
              value={form.first_name}
              onChange={set('first_name')}
            />
          )}
        </Field>
        <Field label="Email" error={errorOf('email')}>
          {(control) => (
            <Input {...control} type="email" name="email" autoComplete="username" value={form.email} onChange={set('email')} />
          )}
        </Field>
        <Field label="Password" error={errorOf('password')} hint="At least 8 characters, hard to guess.">
          {(control) => (
            <Input
              {...control}
              type="password"
              name="password"
              autoComplete="new-password"
              value={form.password}
              onChange={set('password')}
            />
          )}
        </Field>
        {problem && problem.field === null && (
          <p role="alert" className="text-small text-negative">
            {problem.text}
          </p>
        )}
        <Button type="submit" look="primary" size="form" busy={busy}>
          Create account
        </Button>
      </form>
      {!preflight.initiated && <Readiness />}
      {preflight.initiated && (
        <p className="mt-4 text-fg-2">
          Already have an account?{' '}
          <Link to="/login" className="text-accent-text">
            Sign in
          </Link>
        </p>
      )}
    </Gate>
  )
}

/** How the new server stands, in one line that leads to the whole list. */
function Readiness() {
  const { data } = useQuery(serverChecksQuery)
  if (!data) return <p className="mt-5 h-5" aria-hidden />
  const well = data.results.filter((check) => check.state === 'good').length
  return (
    <Link to="/preflight" className="mt-5 flex h-6 items-center gap-1.5 text-fg-2 no-underline hover:text-fg">
      {data.ready ? <Check size={15} strokeWidth={2} className="text-positive" aria-hidden /> : <CircleAlert size={15} strokeWidth={2} className="text-negative" aria-hidden />}
      {data.ready ? 'This server is ready' : 'This server needs a look'}: {well} of {data.results.length} checks are well
      <ChevronRight size={14} strokeWidth={1.75} className="text-fg-3" aria-hidden />
    </Link>
  )
}
