import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { rankBy } from '@/lib/rank'
import { propertyLabel, rawNote } from '@/lib/taxonomy'
import { Button, IconButton } from '@/ui/button'
import { CopyButton } from '@/ui/code'
import { Confirm } from '@/ui/confirm'
import { Field, Input } from '@/ui/field'
import { FormDialog } from '@/ui/form_dialog'
import { SearchField } from '@/ui/search_field'
import { Empty } from '@/ui/states'
import { toast } from '@/ui/toast'
import { useSending } from '@/ui/use_sending'
import { replacesTheirs } from '@/ui/use_text_edit'

interface PropertyEditorProps {
  /** Whose they are: "person", "group". */
  what: string
  properties: Record<string, unknown>
  onSet: (name: string, value: unknown) => Promise<void>
  onRemove: (name: string) => Promise<void>
}

/** What was typed, as the value it is: 3, true, null, ["a"] and {"a": 1} are not text. */
export function readValue(text: string): unknown {
  const trimmed = text.trim()
  if (/^(true|false|null|-?\d+(\.\d+)?([eE][+-]?\d+)?|\[.*\]|\{.*\}|".*")$/s.test(trimmed)) {
    try {
      return JSON.parse(trimmed) as unknown
    } catch {
      return text
    }
  }
  return text
}

/** A value as it is typed: text that reads like something else is in quotes. */
export const writeValue = (value: unknown): string => (typeof value === 'string' && readValue(value) === value ? value : JSON.stringify(value))

/** Properties by name, each to be copied, changed and taken away. */
export function PropertyEditor({ what, properties, onSet, onRemove }: PropertyEditorProps) {
  const [search, setSearch] = useState('')
  const [editing, setEditing] = useState<{ name: string | null; value: string } | null>(null)
  const [leaving, setLeaving] = useState<string | null>(null)
  const keys = Object.keys(properties).toSorted((a, b) => propertyLabel(a).localeCompare(propertyLabel(b)))
  const found = rankBy(keys, search, (key) => [key, propertyLabel(key), writeValue(properties[key])])
  return (
    <div className="px-5 py-4 max-sm:px-3">
      <div className="mb-3 flex items-center gap-2">
        <SearchField label="Find a property" placeholder={`Find among ${keys.length}`} className="w-72 min-w-0" value={search} onChange={setSearch} />
        <Button icon={<Plus size={15} strokeWidth={1.75} aria-hidden />} onClick={() => setEditing({ name: null, value: '' })}>
          Add property
        </Button>
      </div>
      {found.length === 0 ? (
        <Empty title={keys.length === 0 ? `This ${what} has no properties` : 'No property matches'} />
      ) : (
        <dl className="m-0 border-t border-line">
          {found.map((name) => {
            const label = propertyLabel(name)
            const note = rawNote(label, name)
            const shown = typeof properties[name] === 'object' ? JSON.stringify(properties[name], null, 2) : String(properties[name])
            return (
              <div key={name} className="group grid min-h-row grid-cols-[minmax(6rem,30%)_1fr_auto] items-start gap-x-3 max-sm:grid-cols-[1fr_auto] border-b border-line py-1">
                <dt className="min-w-0 py-1 break-words max-sm:col-span-2 max-sm:pb-0">
                  {label}
                  {note && <span className="block text-small text-fg-3">{note}</span>}
                </dt>
                <dd className="m-0 min-w-0 py-1 max-sm:pt-0">
                  <button type="button" aria-label={`Change ${label}: ${shown}`} onClick={() => setEditing({ name, value: writeValue(properties[name]) })} className="max-w-full rounded-chip text-left break-words whitespace-pre-wrap text-fg-2 hover:text-fg hover:underline">
                    {shown}
                  </button>
                </dd>
                <dd className="m-0 flex opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
                  <CopyButton text={shown} label={`Copy ${label}`} />
                  <IconButton label={`Remove ${label}`} icon={<Trash2 size={14} strokeWidth={1.75} aria-hidden />} onClick={() => setLeaving(name)} />
                </dd>
              </div>
            )
          })}
        </dl>
      )}
      {editing && <EditDialog what={what} start={editing} now={editing.name === null ? null : writeValue(properties[editing.name])} taken={keys} onClose={() => setEditing(null)} onSet={onSet} />}
      {leaving !== null && (
        <Confirm open onClose={() => setLeaving(null)} title={`Remove ${propertyLabel(leaving)}?`} action="Remove it" onConfirm={() => onRemove(leaving)}>
          The {what} loses it from now on. Events keep what they were sent with.
        </Confirm>
      )}
    </div>
  )
}

interface EditDialogProps {
  what: string
  start: { name: string | null; value: string }
  /** The value as it is by now; another tab may change it. */
  now: string | null
  taken: string[]
  onClose: () => void
  onSet: (name: string, value: unknown) => Promise<void>
}

function EditDialog({ what, start, now, taken, onClose, onSet }: EditDialogProps) {
  const [name, setName] = useState(start.name ?? '')
  const [value, setValue] = useState(start.value)
  const [known, setKnown] = useState(start.value)
  const { busy, problem, send } = useSending()
  const isNew = start.name === null
  const exists = isNew && taken.includes(name.trim())
  const read = readValue(value)
  const kind = read === null ? 'nothing' : Array.isArray(read) ? 'a list' : typeof read === 'object' ? 'an object' : typeof read === 'string' ? 'text' : typeof read === 'number' ? 'a number' : 'true or false'
  const save = () =>
    send(async () => {
      if (now !== null && now !== known) {
        setKnown(now)
        throw new Error(replacesTheirs(now, 'Save once more'))
      }
      await onSet(name.trim(), read)
      toast('Saved')
      onClose()
    })
  return (
    <FormDialog
      onClose={onClose}
      title={isNew ? 'Add a property' : `Change ${propertyLabel(name)}`}
      action="Save"
      busy={busy}
      ready={name.trim() !== '' && !exists}
      onSend={() => void save()}
    >
      {isNew && (
        <Field label="Name" error={exists ? `The ${what} has it already: change it in the list.` : null}>
          {(control) => <Input {...control} value={name} maxLength={400} autoComplete="off" spellCheck={false} onChange={(event) => setName(event.target.value)} />}
        </Field>
      )}
      <Field label="Value" hint={`Kept as ${kind}.`} error={problem}>
        {(control) => <Input {...control} value={value} autoComplete="off" spellCheck={false} onChange={(event) => setValue(event.target.value)} />}
      </Field>
    </FormDialog>
  )
}
