import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { isApiError, messageOf } from '@/api/client'
import { resetLinkQuery, resetPassword } from '@/api/session'
import { Button, buttonClass } from '@/ui/button'
import { Field, Input } from '@/ui/field'
import { Gate } from '@/ui/gate'
import { Skeleton } from '@/ui/states'

/** Where the link for a new password leads. */
export default function NewPassword() {
  const { uuid, token } = useParams({ from: '/reset/$uuid/$token' })
  const link = useQuery(resetLinkQuery(uuid, token))
  const navigate = useNavigate()
  const router = useRouter()
  const [password, setPassword] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [used, setUsed] = useState(false)
  const save = async () => {
    if (password.length < 8) return setProblem('Use at least 8 characters')
    setBusy(true)
    setProblem(null)
    try {
      await resetPassword(uuid, token, password)
      router.invalidate()
      await navigate({ to: '/', replace: true })
    } catch (error) {
      if (isApiError(error) && error.attr === 'token') setUsed(true)
      else setProblem(messageOf(error))
    } finally {
      setBusy(false)
    }
  }
  if (used || link.error) {
    const gone = used || (isApiError(link.error) && link.error.status < 500)
    return (
      <Gate title="This link cannot be used" note={gone ? 'It was used already, is older than a day, or a newer one was made.' : messageOf(link.error)}>
        <Link to="/reset" className={buttonClass('default', 'form')}>
          Get a new link
        </Link>
      </Gate>
    )
  }
  return (
    <Gate title="Choose a new password" note="You are logged out wherever you were signed in.">
      {link.isPending ? (
        <Skeleton className="h-24 w-full" />
      ) : (
        <form
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault()
            void save()
          }}
        >
          <Field label="New password" error={problem} hint="At least 8 characters, hard to guess.">
            {(control) => (
              <Input
                {...control}
                type="password"
                name="password"
                autoComplete="new-password"
                // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page has one purpose
                autoFocus
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" look="primary" size="form" busy={busy}>
            Save and sign in
          </Button>
        </form>
      )}
    </Gate>
  )
}
