import { useState } from 'react'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { Field } from '@/ui/field'
import { useSending } from '@/ui/use_sending'
import { replacesTheirs } from '@/ui/use_text_edit'

interface TextDialogProps {
  text: string
  /** The text as it is saved by now; none for a new one. */
  onRead?: () => Promise<string>
  onClose: () => void
  onSave: (text: string) => Promise<unknown>
}

const longest = 4000

/** Writes the text of a tile. */
export default function TextDialog({ text, onRead, onClose, onSave }: TextDialogProps) {
  const [draft, setDraft] = useState(text)
  // The text that this one replaces: somebody may change it while it is open here.
  const [known, setKnown] = useState(text)
  const { busy, problem, send } = useSending()
  const ready = draft.trim() !== '' && draft.length <= longest
  const save = async () => {
    if (!ready) return
    await send(async () => {
      const now = (await onRead?.()) ?? known
      if (now !== known) {
        setKnown(now)
        throw new Error(replacesTheirs(now, 'Save once more'))
      }
      await onSave(draft)
      onClose()
    })
  }
  return (
    <Dialog
      open
      onClose={onClose}
      title={text === '' ? 'Add text' : 'Edit text'}
      actions={
        <>
          <Button size="form" onClick={onClose}>
            Cancel
          </Button>
          <Button size="form" look="primary" busy={busy} disabled={!ready} onClick={() => void save()}>
            Save text
          </Button>
        </>
      }
    >
      <Field label="Text" hint="Headings with #, lists with -, **bold**, *italic*, `code` and [links](https://…)" error={draft.length > longest ? `At most ${longest} characters` : problem}>
        {(control) => (
          <textarea
            {...control}
            rows={8}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) void save()
            }}
            className="w-full resize-y rounded-control border border-line-2 bg-surface px-2.5 py-2 text-fg shadow-1 pointer-coarse:text-touch"
          />
        )}
      </Field>
    </Dialog>
  )
}
