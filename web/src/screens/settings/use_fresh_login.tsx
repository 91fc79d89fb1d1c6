import { useSuspenseQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { isApiError, messageOf } from '@/api/client'
import { confirmPassword, meQuery } from '@/api/session'
import { Field, Input } from '@/ui/field'

/** The server wants to know again who asks: the session is old and the action is delicate. */
function needsConfirmation(error: unknown): boolean {
  return isApiError(error) && error.status === 403 && error.message.includes('recently authenticated')
}

interface FreshLogin {
  /** Does what needs a fresh login; true when it was done. A session that is too old gets the password asked for first. */
  run: (act: () => Promise<void>) => Promise<boolean>
  busy: boolean
  /** What went wrong, other than with the password. */
  problem: string | null
  setProblem: (problem: string | null) => void
  /** Where the password is asked for, once it is needed. */
  field: ReactNode
}

/** What the server does only shortly after somebody proved who they are. */
export function useFreshLogin(): FreshLogin {
  const { data: me } = useSuspenseQuery(meQuery)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [password, setPassword] = useState<string | null>(null)
  const [wrong, setWrong] = useState<string | null>(null)
  const run = async (act: () => Promise<void>) => {
    setBusy(true)
    setProblem(null)
    setWrong(null)
    try {
      if (password !== null) await confirmPassword(me.email, password)
      await act()
      setPassword(null)
      return true
    } catch (error) {
      if (needsConfirmation(error)) setPassword('')
      else if (isApiError(error) && error.code === 'invalid_credentials') setWrong('This is not your password.')
      else setProblem(messageOf(error))
      return false
    } finally {
      setBusy(false)
    }
  }
  const field = password !== null && (
    <Field label="Your password" error={wrong} hint="You signed in a while ago. Keys are made only after a fresh check.">
      {(control) => (
        <Input
          {...control}
          type="password"
          autoComplete="current-password"
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- it appears because the form was sent
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      )}
    </Field>
  )
  return { run, busy, problem, setProblem, field }
}
