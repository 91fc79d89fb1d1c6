import { useQuery } from '@tanstack/react-query'
import { messageOf } from '@/api/client'
import { tagsQuery } from '@/api/insights'
import type { Insight, InsightChange } from '@/api/types'
import { EventTime, useNow } from '@/ui/event_time'
import { inputClass } from '@/ui/field'
import { TagInput } from '@/ui/tag_input'
import { toast } from '@/ui/toast'
import { replacesTheirs, useTextEdit } from '@/ui/use_text_edit'
import { BuilderSection } from './builder_section'

interface AboutProps {
  projectId: number
  insight: Insight
  onChange: (change: InsightChange) => Promise<void>
}

/** What is said about a saved insight: description, tags, who changed it last. */
export default function About({ projectId, insight, onChange }: AboutProps) {
  const now = useNow(30_000)
  const { data: known } = useQuery(tagsQuery(projectId))
  const { text, setText, changed, theirs, goOn } = useTextEdit(insight.description ?? '')
  const keep = (change: InsightChange) => {
    onChange(change).catch((error: unknown) => toast(messageOf(error), 'error'))
  }
  const by = insight.last_modified_by?.first_name || insight.last_modified_by?.email
  return (
    <BuilderSection title="About">
      <div className="flex flex-col gap-2">
        <textarea
          aria-label="Description"
          placeholder="What this shows, and for whom"
          className={`${inputClass} !h-auto min-h-16 resize-y py-1.5`}
          maxLength={400}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onBlur={() => {
            if (theirs !== null) {
              toast(replacesTheirs(theirs, 'Leave the field once more'), 'error')
              goOn()
            } else if (changed) keep({ description: text.trim() })
          }}
        />
        <TagInput label="Tags" tags={insight.tags} known={known} onChange={(tags) => keep({ tags })} />
        <p className="text-small text-fg-3">
          Changed <EventTime time={insight.last_modified_at} now={now} />
          {by && ` by ${by}`}
        </p>
      </div>
    </BuilderSection>
  )
}
