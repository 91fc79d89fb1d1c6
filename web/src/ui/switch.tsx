import { Switch as Base } from '@base-ui/react/switch'

interface SwitchProps {
  label: string
  checked: boolean
  onChange: (checked: boolean) => void
}

export function Switch({ label, checked, onChange }: SwitchProps) {
  return (
    <label className="flex min-h-7 items-center justify-between gap-3 text-fg-2">
      {label}
      <Base.Root
        checked={checked}
        onCheckedChange={onChange}
        className="relative inline-flex h-[18px] w-[30px] shrink-0 items-center rounded-full bg-line-2 p-0.5 transition-colors duration-100 data-checked:bg-accent"
      >
        <Base.Thumb className="size-3.5 rounded-full bg-white shadow-1 transition-transform duration-100 data-checked:translate-x-3" />
      </Base.Root>
    </label>
  )
}
