import { Link, useNavigate, useRouter, useSearch } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { isApiError } from '@/api/client'
import { logIn } from '@/api/session'
import { Button } from '@/ui/button'
import { Field, Input } from '@/ui/field'
import { Gate } from '@/ui/gate'

export default function Login() {
  const { next } = useSearch({ from: '/login' })
  const navigate = useNavigate()
  const router = useRouter()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<{ field: 'email' | 'password'; text: string } | null>(null)
  const passwordBox = useRef<HTMLInputElement>(null)

  const submit = async () => {
    if (email.trim() === '') return setProblem({ field: 'email', text: 'Enter your email' })
    if (password === '') {
      passwordBox.current?.focus()
      return setProblem({ field: 'password', text: 'Enter your password' })
    }
    setBusy(true)
    setProblem(null)
    try {
      await logIn(email.trim(), password)
      router.invalidate()
      if (next) await navigate({ href: next, replace: true })
      else await navigate({ to: '/', replace: true })
    } catch (error) {
      const wrong = isApiError(error) && error.code === 'invalid_credentials'
      setProblem({
        field: 'password',
        text: wrong ? 'This email and password do not belong together.' : error instanceof Error ? error.message : String(error),
      })
      setPassword('')
      passwordBox.current?.focus()
    } finally {
      setBusy(false)
    }
  }

  return (
    <Gate title="Sign in">
      <form
        noValidate
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <Field label="Email" error={problem?.field === 'email' ? problem.text : null}>
          {(control) => (
            <Input
              {...control}
              type="email"
              name="email"
              autoComplete="username"
              // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page has one purpose
              autoFocus
              value={email}
              onChange={(event) => setEmail(event.target.value)}
            />
          )}
        </Field>
        <Field label="Password" error={problem?.field === 'password' ? problem.text : null}>
          {(control) => (
            <Input
              {...control}
              ref={passwordBox}
              type="password"
              name="password"
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" look="primary" size="form" busy={busy}>
          Sign in
        </Button>
      </form>
      <p className="mt-4">
        <Link to="/reset" className="text-accent-text">
          Forgot password
        </Link>
      </p>
    </Gate>
  )
}
