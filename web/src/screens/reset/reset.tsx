import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { isApiError, messageOf } from '@/api/client'
import { askForReset } from '@/api/session'
import { Button } from '@/ui/button'
import { Field, Input } from '@/ui/field'
import { Gate } from '@/ui/gate'

/** For who forgot the password. */
export default function Reset() {
  const [email, setEmail] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [answer, setAnswer] = useState<'sent' | 'no-mail' | null>(null)
  const ask = async () => {
    if (!email.includes('@')) return setProblem('Enter an email address')
    setBusy(true)
    setProblem(null)
    try {
      await askForReset(email.trim())
      setAnswer('sent')
    } catch (error) {
      if (isApiError(error) && error.code === 'email_not_available') setAnswer('no-mail')
      else setProblem(messageOf(error))
    } finally {
      setBusy(false)
    }
  }
  const back = (
    <p className="mt-4 text-fg-2">
      Remembered it?{' '}
      <Link to="/login" className="text-accent-text underline">
        Sign in
      </Link>
    </p>
  )
  if (answer === 'sent') {
    return (
      <Gate title="Look into your mail" note={`If ${email.trim()} has an account here, a link with which you set a new password is under way.`}>
        {back}
      </Gate>
    )
  }
  if (answer === 'no-mail') {
    return (
      <Gate title="Ask for a link" note="This server sends no email. Whoever runs it can give you a link with which you set a new password:">
        <pre className="scroll-thin m-0 overflow-x-auto rounded-control border border-line bg-inset px-3 py-2.5 font-mono text-code">
          <code>tenrec password-link --email {email.trim()}</code>
        </pre>
        {back}
      </Gate>
    )
  }
  return (
    <Gate title="Forgot your password?" note="Enter the address you sign in with.">
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void ask()
        }}
      >
        <Field label="Email" error={problem}>
          {(control) => (
            <Input
              {...control}
              type="email"
              name="email"
              autoComplete="username"
              maxLength={254}
              // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page has one purpose
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" look="primary" size="form" busy={busy}>
          Get a link
        </Button>
      </form>
      {back}
    </Gate>
  )
}
