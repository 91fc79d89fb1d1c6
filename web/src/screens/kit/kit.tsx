import { useState } from 'react'
import { EditableTitle } from '@/ui/editable_title'
import { TagInput } from '@/ui/tag_input'
import { Layers } from './layers'
import { Specimen, State } from './specimen'
import { Tables } from './tables'

/** Every part of the kit in every state. */
export default function Kit() {
  const [title, setTitle] = useState('Active users by country')
  const [tags, setTags] = useState(['growth', 'weekly review'])
  return (
    <main className="min-h-dvh bg-surface">
      <Layers />
      <Specimen name="EditableTitle">
        <State name="A name">
          <h3 className="m-0 text-base font-semibold">
            <EditableTitle what="insight" value={title} onSave={setTitle} />
          </h3>
        </State>
        <State name="None yet">
          <h3 className="m-0 text-base font-semibold">
            <EditableTitle what="dashboard" value="" placeholder="Untitled dashboard" onSave={() => {}} />
          </h3>
        </State>
        <State name="Refused">
          <h3 className="m-0 text-base font-semibold">
            <EditableTitle what="cohort" value="Power users" onSave={() => Promise.reject(new Error('This name is taken.'))} />
          </h3>
        </State>
      </Specimen>
      <Specimen name="TagInput">
        <State name="With tags" className="w-80">
          <TagInput label="Tags" tags={tags} onChange={setTags} known={['growth', 'mobile', 'onboarding', 'weekly review']} />
        </State>
        <State name="Empty" className="w-60">
          <TagInput label="Tags of nothing" tags={[]} onChange={() => {}} />
        </State>
      </Specimen>
      <Tables />
    </main>
  )
}
