import { useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { isApiError, messageOf } from '@/api/client'
import { changeMe, confirmPassword, meQuery } from '@/api/session'
import type { Me } from '@/api/types'
import { Button } from '@/ui/button'
import { Field, Input } from '@/ui/field'
import { toast } from '@/ui/toast'
import { TextSetting } from './autosave'
import { Section } from './section'

export function Profile() {
  const { data: me } = useSuspenseQuery(meQuery)
  return (
    <>
      <Section id="first-name" title="Your name" note="Teammates see it beside what you make.">
        <div className="max-w-md">
          <TextSetting
            label="Name"
            value={me.first_name}
            maxLength={150}
            autoComplete="given-name"
            onSave={(first_name) => changeMe({ first_name })}
          />
        </div>
      </Section>
      <Section id="email" title="Email" note="You sign in with it.">
        <EmailForm key={me.email} me={me} />
      </Section>
      <Section id="password" title="Password" note="Changing it signs you out everywhere else.">
        <PasswordForm me={me} />
      </Section>
    </>
  )
}

type Problem = { field: string; text: string } | null

/** Which field a refusal belongs to. */
function problemIn(error: unknown, field: string): Problem {
  if (isApiError(error) && error.code === 'invalid_credentials') return { field: 'current', text: 'This is not your password.' }
  return { field, text: messageOf(error) }
}

function EmailForm({ me }: { me: Me }) {
  const [email, setEmail] = useState(me.email)
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>(null)
  const changed = email.trim() !== me.email
  const save = async () => {
    if (!email.includes('@')) return setProblem({ field: 'email', text: 'Enter an email address' })
    if (password === '') return setProblem({ field: 'current', text: 'Enter your password' })
    setBusy(true)
    setProblem(null)
    try {
      await confirmPassword(me.email, password)
      await changeMe({ email: email.trim() })
      toast('Your email is changed')
    } catch (error) {
      setProblem(problemIn(error, 'email'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      noValidate
      className="flex max-w-md flex-col items-start gap-4 *:w-full"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Field label="Email" error={problem?.field === 'email' ? problem.text : null}>
        {(control) => (
          <Input {...control} type="email" autoComplete="username" maxLength={254} value={email} onChange={(event) => setEmail(event.target.value)} />
        )}
      </Field>
      {changed && (
        <>
          <Field label="Your password" error={problem?.field === 'current' ? problem.text : null}>
            {(control) => (
              <Input
                {...control}
                type="password"
                autoComplete="current-password"
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" size="form" className="!w-auto" busy={busy}>
            Change email
          </Button>
        </>
      )}
    </form>
  )
}

function PasswordForm({ me }: { me: Me }) {
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<Problem>(null)
  const save = async () => {
    if (current === '') return setProblem({ field: 'current', text: 'Enter your present password' })
    if (next.length < 8) return setProblem({ field: 'next', text: 'Use at least 8 characters' })
    setBusy(true)
    setProblem(null)
    try {
      await confirmPassword(me.email, current)
      await changeMe({ password: next, current_password: current })
      setCurrent('')
      setNext('')
      toast('Your password is changed')
    } catch (error) {
      setProblem(problemIn(error, isApiError(error) && error.attr === 'current_password' ? 'current' : 'next'))
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      noValidate
      className="flex max-w-md flex-col items-start gap-4 *:w-full"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <input type="text" name="username" autoComplete="username" value={me.email} readOnly hidden />
      <Field label="Present password" error={problem?.field === 'current' ? problem.text : null}>
        {(control) => (
          <Input {...control} type="password" autoComplete="current-password" value={current} onChange={(event) => setCurrent(event.target.value)} />
        )}
      </Field>
      <Field label="New password" error={problem?.field === 'next' ? problem.text : null} hint="At least 8 characters, hard to guess.">
        {(control) => (
          <Input {...control} type="password" autoComplete="new-password" value={next} onChange={(event) => setNext(event.target.value)} />
        )}
      </Field>
      <Button type="submit" size="form" className="!w-auto" busy={busy}>
        Change password
      </Button>
    </form>
  )
}
