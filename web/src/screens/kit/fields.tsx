import { useState } from 'react'
import { z } from 'zod/mini'
import { Button } from '@/ui/button'
import { Code } from '@/ui/code'
import { EditableTitle } from '@/ui/editable_title'
import { Field, Input } from '@/ui/field'
import { FormField, FormProblem, refuseForm, useSchemaForm } from '@/ui/form'
import { TagInput } from '@/ui/tag_input'
import { Specimen, State } from './specimen'

const invite = z.object({
  email: z.string().check(z.email('This is not an email address.')),
  name: z.string().check(z.minLength(1, 'Say what to call them.'), z.maxLength(40, 'At most 40 letters.')),
})

export function Fields() {
  const [title, setTitle] = useState('Active users by country')
  const [tags, setTags] = useState(['growth', 'weekly review'])
  const form = useSchemaForm<z.infer<typeof invite>>(invite, { email: 'ada@', name: '' })
  return (
    <>
      <Specimen name="Field">
        <State name="With a hint" className="w-64">
          <Field label="Label" hint="What the key is for, such as “Nightly export”.">
            {(control) => <Input {...control} placeholder="Nightly export" />}
          </Field>
        </State>
        <State name="Wrong" className="w-64">
          <Field label="Password" error="At least 8 letters.">
            {(control) => <Input {...control} type="password" defaultValue="short" />}
          </Field>
        </State>
        <State name="Off" className="w-64">
          <Field label="Email" hint="Ask an owner to change it.">
            {(control) => <Input {...control} disabled defaultValue="ada@nordwind.example" />}
          </Field>
        </State>
        <State name="A form checked by a schema" className="w-64">
          <form
            noValidate
            aria-label="Invite"
            className="flex flex-col gap-3"
            onSubmit={(event) => void form.handleSubmit(() => refuseForm(form, 'email', 'This person is a member already.'))(event)}
          >
            <FormField form={form} name="email" label="Email">
              {(control) => <Input {...control} type="email" autoComplete="off" />}
            </FormField>
            <FormField form={form} name="name" label="Name">
              {(control) => <Input {...control} autoComplete="off" />}
            </FormField>
            <FormProblem form={form} />
            <Button size="form" look="primary" type="submit" busy={form.formState.isSubmitting}>
              Invite
            </Button>
          </form>
        </State>
      </Specimen>
      <Specimen name="EditableTitle">
        <State name="A name" className="max-w-60">
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
        <State name="With tags" className="w-80 max-w-full">
          <TagInput label="Tags" tags={tags} onChange={setTags} known={['growth', 'mobile', 'onboarding', 'weekly review']} />
        </State>
        <State name="Empty" className="w-60">
          <TagInput label="Tags of nothing" tags={[]} onChange={() => {}} />
        </State>
        <State name="Off" className="w-60">
          <TagInput label="Tags of others" tags={['archived']} onChange={() => {}} disabled />
        </State>
      </Specimen>
      <Specimen name="Code" wide>
        <Code label="snippet" text={"posthog.init('phc_demo', {\n  api_host: 'https://events.nordwind.example', // a line that is long enough to scroll on a phone and nowhere else\n})"} />
      </Specimen>
    </>
  )
}
