import type { ReactNode } from 'react'
import {
  get,
  set,
  useForm,
  type DefaultValues,
  type FieldErrors,
  type FieldValues,
  type Path,
  type Resolver,
  type UseFormRegisterReturn,
  type UseFormReturn,
} from 'react-hook-form'
import type { z } from 'zod/mini'
import { Field } from './field'

type Schema<Values extends FieldValues> = z.ZodMiniType<Values, Values>

/** A form whose values are checked by a schema: when it is sent, and from then on while they change. */
export function useSchemaForm<Values extends FieldValues>(schema: Schema<Values>, defaultValues: DefaultValues<Values>): UseFormReturn<Values> {
  return useForm<Values>({ resolver: resolverOf(schema), defaultValues, mode: 'onSubmit', reValidateMode: 'onChange' })
}

function resolverOf<Values extends FieldValues>(schema: Schema<Values>): Resolver<Values> {
  return (values) => {
    const read = schema.safeParse(values)
    if (read.success) return { values: read.data, errors: {} }
    const errors = {}
    for (const { path, message, code } of read.error.issues) {
      const name = path.join('.')
      // The first thing wrong with a field is enough.
      if (!get(errors, name)) set(errors, name, { type: code, message })
    }
    return { values: {}, errors: errors as FieldErrors<Values> }
  }
}

/** Puts a refusal of the server beside the field it names, or above the form when it names none. */
export function refuseForm<Values extends FieldValues>(form: UseFormReturn<Values>, attr: string | null | undefined, detail: string): void {
  const known = attr != null && get(form.getValues(), attr) !== undefined
  form.setError(known ? (attr as Path<Values>) : 'root', { type: 'server', message: detail }, { shouldFocus: known })
}

type Control = UseFormRegisterReturn & { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }

interface FormFieldProps<Values extends FieldValues> {
  form: UseFormReturn<Values>
  name: Path<Values>
  label: string
  hint?: ReactNode
  children: (control: Control) => ReactNode
}

/** A labelled control of a form, with what is wrong with its value below it. */
export function FormField<Values extends FieldValues>({ form, name, label, hint, children }: FormFieldProps<Values>) {
  const error: unknown = get(form.formState.errors, `${name}.message`)
  return (
    <Field label={label} hint={hint} error={typeof error === 'string' ? error : null}>
      {(control) => children({ ...form.register(name), ...control })}
    </Field>
  )
}

/** What is wrong with the form as a whole. */
export function FormProblem<Values extends FieldValues>({ form }: { form: UseFormReturn<Values> }) {
  const message = form.formState.errors.root?.message
  return message ? (
    <p role="alert" className="text-negative">
      {message}
    </p>
  ) : null
}
