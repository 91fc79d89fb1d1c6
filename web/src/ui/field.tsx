import { useId, type ComponentProps, type ReactNode } from 'react'
import { controlSize } from './button'
import { cx } from './cx'

export const inputClass = cx(
  'w-full min-w-0 rounded-control border border-line-2 bg-surface px-2.5 text-fg shadow-1 transition-colors hover:border-fg-3/50 disabled:opacity-60 aria-invalid:border-negative pointer-coarse:text-touch',
  controlSize.form,
)

interface FieldProps {
  label: string
  hint?: ReactNode
  /** What is wrong with the value, said in place. */
  error?: string | null
  children: (control: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode
}

/** A labelled form control with room for a hint and an error. */
export function Field({ label, hint, error, children }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  return (
    <div className="flex flex-col gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': error || hint ? noteId : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {(error || hint) && (
        <p
          id={noteId}
          role={error ? 'alert' : undefined}
          className={cx('text-small', error ? 'text-negative' : 'text-fg-3')}
        >
          {error || hint}
        </p>
      )}
    </div>
  )
}

export function Input({ className, ...rest }: ComponentProps<'input'> & { 'data-first'?: boolean }) {
  return <input {...rest} className={cx(inputClass, className)} />
}
