import { useQuery } from '@tanstack/react-query'
import { Globe, KeyRound, RefreshCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { messageOf } from '@/api/client'
import { addSharePassword, changeSharing, refreshLink, removeSharePassword, sharingQuery, type SharedLook, type SharedThing, type Sharing } from '@/api/sharing'
import { Button, IconButton } from '@/ui/button'
import { Code, CopyButton } from '@/ui/code'
import { Dialog } from '@/ui/dialog'
import { Input } from '@/ui/field'
import { Segmented } from '@/ui/segmented'
import { ErrorBox, Skeleton } from '@/ui/states'
import { Switch } from '@/ui/switch'
import { toast } from '@/ui/toast'

interface ShareDialogProps {
  projectId: number
  thing: SharedThing
  /** "Weekly numbers" */
  name: string
  onClose: () => void
}

const icon = { size: 15, strokeWidth: 1.75, 'aria-hidden': true } as const

/** Whether somebody without an account may see it, and the link that shows it to them. */
export default function ShareDialog({ projectId, thing, name, onClose }: ShareDialogProps) {
  const sharing = useQuery(sharingQuery(projectId, thing))
  return (
    <Dialog open onClose={onClose} wide title={`Share ${name}`} actions={<Button onClick={onClose}>Done</Button>}>
      {sharing.data ? (
        <Choices projectId={projectId} thing={thing} name={name} sharing={sharing.data} />
      ) : sharing.isError ? (
        <ErrorBox title="It could not be read how this is shared" message={messageOf(sharing.error)} onRetry={() => void sharing.refetch()} />
      ) : (
        <div aria-busy className="grid gap-3 py-2">
          <Skeleton className="h-8 w-full" />
          <Skeleton className="h-8 w-2/3" />
        </div>
      )}
    </Dialog>
  )
}

function Choices({ projectId, thing, name, sharing }: { projectId: number; thing: SharedThing; name: string; sharing: Sharing }) {
  const [busy, setBusy] = useState(false)
  const run = async (what: () => Promise<unknown>, said?: string) => {
    setBusy(true)
    try {
      await what()
      if (said) toast(said)
    } catch (error) {
      toast(messageOf(error), 'error')
    } finally {
      setBusy(false)
    }
  }
  const look = sharing.settings ?? {}
  const set = (change: SharedLook) => void run(() => changeSharing(projectId, thing, { settings: { ...look, ...change } }))
  const kind = thing.kind === 'dashboards' ? 'dashboard' : 'insight'
  const link = `${window.location.origin}/shared/${sharing.access_token ?? ''}`
  const frame = `<iframe src="${window.location.origin}/embedded/${sharing.access_token ?? ''}" title="${attribute(name)}" width="100%" height="${kind === 'dashboard' ? 900 : 480}" style="border: 0" loading="lazy"></iframe>`
  return (
    <div className="grid gap-4">
      <Switch
        label="Anyone with the link can look"
        note={`They need no account, see this ${kind} and its numbers, and can change nothing. People behind numbers stay hidden.`}
        checked={sharing.enabled}
        disabled={busy}
        onChange={(enabled) => void run(() => changeSharing(projectId, thing, { enabled }), enabled ? 'The link works now' : 'The link is off')}
      />
      {sharing.enabled && sharing.access_token !== null && (
        <>
          <div className="grid gap-1.5">
            <label htmlFor="share-link" className="font-medium text-fg">
              Link
            </label>
            <div className="flex items-center gap-1">
              <Input id="share-link" readOnly value={link} onFocus={(event) => event.currentTarget.select()} className="font-mono text-code" />
              <CopyButton text={link} label="Copy link" />
              <IconButton label="Make a new link" icon={<RefreshCw {...icon} />} disabled={busy} onClick={() => void run(() => refreshLink(projectId, thing), 'New link made; the old one ends in five minutes')} />
            </div>
            <a href={link} target="_blank" rel="noreferrer" className="inline-flex items-center gap-1.5 justify-self-start text-accent-text">
              <Globe {...icon} /> Look at it as others do
            </a>
          </div>
          <div className="grid gap-1.5">
            <span className="font-medium text-fg">Embed it in a page</span>
            <Code text={frame} label="embed code" />
          </div>
          <fieldset className="m-0 grid gap-1 border-0 p-0">
            <legend className="mb-1 p-0 font-medium text-fg">How it looks</legend>
            <div className="flex min-h-control flex-wrap items-center justify-between gap-3">
              <span>Colours</span>
              <Segmented<NonNullable<SharedLook['theme']>>
                label="Colours"
                value={look.theme ?? 'system'}
                options={[
                  { value: 'system', label: 'Of the viewer' },
                  { value: 'light', label: 'Light' },
                  { value: 'dark', label: 'Dark' },
                ]}
                onChange={(theme) => set({ theme })}
              />
            </div>
            <Switch label="Name and description on top" checked={!look.noHeader} disabled={busy} onChange={(on) => set({ noHeader: !on })} />
            <Switch label="When it was computed" checked={!look.hideExtraDetails} disabled={busy} onChange={(on) => set({ hideExtraDetails: !on })} />
            {thing.kind === 'insights' && <Switch label="Table of the numbers" checked={look.legend ?? false} disabled={busy} onChange={(on) => set({ legend: on })} />}
            <Switch label="“Made with Tenrec” at the end" checked={!look.whitelabel} disabled={busy} onChange={(on) => set({ whitelabel: !on })} />
          </fieldset>
          <Passwords projectId={projectId} thing={thing} sharing={sharing} busy={busy} run={run} />
        </>
      )}
    </div>
  )
}

interface PasswordsProps {
  projectId: number
  thing: SharedThing
  sharing: Sharing
  busy: boolean
  run: (what: () => Promise<unknown>, said?: string) => Promise<void>
}

function Passwords({ projectId, thing, sharing, busy, run }: PasswordsProps) {
  const [note, setNote] = useState('')
  const [made, setMade] = useState<string | null>(null)
  const add = () =>
    run(async () => {
      setMade(await addSharePassword(projectId, thing, note.trim()))
      setNote('')
    })
  return (
    <div className="grid gap-2">
      <Switch
        label="Ask for a password"
        note={sharing.password_required && sharing.share_passwords.length === 0 ? 'There is none yet, so nobody gets in.' : undefined}
        checked={sharing.password_required}
        disabled={busy}
        onChange={(on) => void run(() => changeSharing(projectId, thing, { password_required: on }))}
      />
      {sharing.password_required && (
        <>
          <form
            className="flex items-center gap-2"
            onSubmit={(event) => {
              event.preventDefault()
              void add()
            }}
          >
            <Input aria-label="Who it is for" placeholder="Who it is for" maxLength={100} value={note} onChange={(event) => setNote(event.target.value)} />
            <Button type="submit" size="form" busy={busy} icon={<KeyRound {...icon} />}>
              Make a password
            </Button>
          </form>
          {made !== null && (
            <div role="status" className="grid gap-1">
              <Code text={made} label="password" />
              <span className="text-small text-fg-3">Copy it now: it is not shown again.</span>
            </div>
          )}
          {sharing.share_passwords.length > 0 && (
            <ul className="m-0 grid list-none gap-0 p-0">
              {sharing.share_passwords.map((one) => (
                <li key={one.id} className="flex min-h-row items-center gap-2 border-t border-line">
                  <span className="min-w-0 flex-1 truncate text-fg">{one.note || 'Without a note'}</span>
                  <span className="truncate text-small text-fg-3">{one.created_by_email}</span>
                  <IconButton
                    label={`Remove the password ${one.note || 'without a note'}`}
                    icon={<Trash2 {...icon} />}
                    disabled={busy}
                    onClick={() => void run(() => removeSharePassword(projectId, thing, one.id), 'That password opens it no more')}
                  />
                </li>
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  )
}

/** Text inside the quotes of an HTML attribute. */
const attribute = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
