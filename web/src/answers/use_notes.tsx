import { useQuery } from '@tanstack/react-query'
import { Suspense, useMemo, useState, type ReactNode } from 'react'
import { annotationsQuery } from '@/api/annotations'
import type { Annotation } from '@/api/types'
import type { ChartAnnotation } from '@/charts/annotations'
import { lazy } from '@/lib/parts'
import { wallTimeIn, type WallTime } from '@/lib/wall_time'
import { holdKeys } from '@/ui/held_keys'
import { hiddenNotes, notesAt, type NotePlace } from './notes'

const loadNoteDialog = () => import('./note_dialog')
const NoteDialog = lazy(loadNoteDialog)

interface NotesOptions {
  projectId: number
  place: NotePlace
  /** The project's time zone. */
  zone: string
  /** Not asked for on public pages. */
  enabled?: boolean
}

interface Notes {
  shown: ChartAnnotation[]
  /** Writes a new one; at this moment when no other is given. */
  add: (at?: WallTime) => void
  open: (id: string) => void
  /** What is written at the moment; belongs beside the chart. */
  layer: ReactNode
}

/** What is noted on the time axis of a chart, and how more is. */
export function useNotes({ projectId, place, zone, enabled = true }: NotesOptions): Notes {
  const { data } = useQuery({ ...annotationsQuery(projectId), enabled })
  const hidden = hiddenNotes.use()
  const [writing, setWriting] = useState<{ note: Annotation | null; at: WallTime } | null>(null)
  const { insight, dashboard } = place
  const shown = useMemo(() => notesAt(data?.results ?? [], { insight, dashboard }, zone, hidden), [data, insight, dashboard, zone, hidden])
  return {
    shown,
    add: (at) => {
      setWriting({ note: null, at: at ?? wallTimeIn(zone, Date.now()) })
      holdKeys(loadNoteDialog())
    },
    open: (id) => {
      const note = data?.results.find((one) => String(one.id) === id)
      if (note) setWriting({ note, at: wallTimeIn(zone, Date.parse(note.date_marker ?? note.created_at)) })
    },
    layer: (
      <Suspense fallback={null}>
        {writing && <NoteDialog projectId={projectId} note={writing.note} at={writing.at} zone={zone} insight={insight} onClose={() => setWriting(null)} />}
      </Suspense>
    ),
  }
}
