import { useState } from 'react'
import { Code } from '@/ui/code'
import { Tabs } from '@/ui/tabs'
import type { Stack, Step } from './stack'

/** What to do, in order, with code to copy. */
export function Steps({ stack }: { stack: Stack }) {
  return (
    <ol className="m-0 flex list-none flex-col gap-6 p-0">
      {stack.steps.map((step, i) => (
        <li key={`${stack.id}-${step.title}`} className="grid grid-cols-[24px_1fr] gap-3">
          <span
            aria-hidden
            className="flex size-6 items-center justify-center rounded-full bg-hover text-small font-semibold text-fg-2"
          >
            {i + 1}
          </span>
          <div className="min-w-0">
            <h3 className="font-medium leading-6">{step.title}</h3>
            <StepBody step={step} />
          </div>
        </li>
      ))}
    </ol>
  )
}

function StepBody({ step }: { step: Step }) {
  const [tab, setTab] = useState(step.tabs?.[0]?.label ?? '')
  const code = step.tabs?.find((one) => one.label === tab)?.code ?? step.code
  const block = code && <Code text={code} label={`Code: ${step.title}`} className="mt-2" />
  return (
    <>
      {step.tabs ? (
        <Tabs value={tab} onChange={setTab} tabs={step.tabs.map(({ label }) => ({ value: label, label }))}>
          {block}
        </Tabs>
      ) : (
        block
      )}
      {step.note && <p className="mt-1.5 text-fg-2">{step.note}</p>}
    </>
  )
}
