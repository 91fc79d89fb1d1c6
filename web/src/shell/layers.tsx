import { useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { forgetSession, isApiError } from '@/api/client'
import { createProject } from '@/api/projects'
import { signInAs } from '@/api/session'
import type { Me } from '@/api/types'
import { Button } from '@/ui/button'
import { Dialog, Drawer } from '@/ui/dialog'
import { Field, Input } from '@/ui/field'
import { FormDialog } from '@/ui/form_dialog'
import { Kbd } from '@/ui/kbd'
import { useSending } from '@/ui/use_sending'
import { shortcutTables } from './shortcut_tables'

export { IngestionAlarm } from './ingestion_alarm'

/** The sidebar on a small screen. */
export function Overlay({ onClose, children }: { onClose: () => void; children: ReactNode }) {
  return (
    <Drawer open onClose={onClose} title="Menu" side="left" modal width="w-[264px]">
      <div className="flex h-full flex-col">{children}</div>
    </Drawer>
  )
}

export function NewProject({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate()
  const [name, setName] = useState('')
  const { busy, problem, setProblem, send } = useSending()
  const create = () => {
    if (name.trim() === '') return setProblem('Give the project a name')
    void send(async () => {
      const project = await createProject(name.trim())
      onClose()
      await navigate({ to: '/project/$projectId', params: { projectId: String(project.id) } })
    })
  }
  return (
    <FormDialog onClose={onClose} title="New project" action="Create project" busy={busy} onSend={create}>
      <Field label="Name" error={problem} hint="Events, people and settings of projects are kept apart.">
        {(control) => (
          <Input {...control} value={name} onChange={(event) => setName(event.target.value)} maxLength={200} autoComplete="off" />
        )}
      </Field>
    </FormDialog>
  )
}

/** Asks for the password over the page that would be lost; what was under way goes on behind it. */
export function SignInAgain({ me, onDone }: { me: Me; onDone: (signedIn: boolean) => void }) {
  const navigate = useNavigate()
  const [password, setPassword] = useState('')
  const { busy, problem, setProblem, send } = useSending()
  const submit = async () => {
    if (password === '') return setProblem('Enter your password')
    const signedIn = await send(() =>
      signInAs(me, password).catch((error: unknown) => {
        throw isApiError(error) && error.code === 'invalid_credentials' ? new Error('This is not your password.') : error
      }),
    )
    if (signedIn) onDone(true)
    else setPassword('')
  }
  const leave = () => {
    onDone(false)
    // Else the page to sign in on would find somebody signed in.
    forgetSession()
    void navigate({ to: '/login', search: { next: window.location.pathname + window.location.search } })
  }
  return (
    <FormDialog
      onClose={() => setProblem('Sign in to go on, or leave the page.')}
      title="Sign in to go on"
      action="Sign in"
      busy={busy}
      onSend={() => void submit()}
      cancel="Leave the page"
      onCancel={leave}
    >
      <p>Your session has ended. Nothing on this page is lost.</p>
      <input type="hidden" name="username" autoComplete="username" value={me.email} readOnly />
      <Field label={`Password of ${me.email}`} error={problem}>
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="current-password"
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the dialog has one purpose
            autoFocus
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  )
}

export function ShortcutHelp({ path, onClose }: { path: string; onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Keyboard shortcuts" actions={<Button onClick={onClose}>Close</Button>}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- arrows scroll what is longer than the window */}
      <div role="region" aria-label="All shortcuts" tabIndex={0} className="scroll-thin -mx-2 flex max-h-[60vh] flex-col gap-4 overflow-y-auto rounded-control px-2">
        {shortcutTables(path).map((table) => (
          <section key={table.title}>
            <h3 className="mb-1 text-small text-fg-3">{table.title}</h3>
            <dl className="m-0 grid grid-cols-[5rem_1fr] gap-y-1.5">
              {table.rows.map(([keys, does]) => (
                <div key={keys} className="contents">
                  <dt className="flex gap-1">
                    {keys.split(' ').map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dt>
                  <dd className="m-0 text-fg">{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
