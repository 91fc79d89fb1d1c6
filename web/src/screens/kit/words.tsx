import { Radio } from 'lucide-react'
import { useState } from 'react'
import { Avatar } from '@/ui/avatar'
import { Badge } from '@/ui/badge'
import { Banner } from '@/ui/banner'
import { Button } from '@/ui/button'
import { Delta, Num } from '@/ui/num'
import { ProgressBar } from '@/ui/progress_bar'
import { Empty, ErrorBox, Skeleton } from '@/ui/states'
import { StatusPill } from '@/ui/status_pill'
import { Specimen, State } from './specimen'

export function Words() {
  const [opened, setOpened] = useState(0)
  return (
    <>
      <Specimen name="Num" note="A number that can be opened is a button with a whole sentence; one that cannot is plain text.">
        <State name="Opens">
          <Num value={1_963_412} className="text-big font-semibold" label="1,963,412 unique users in the last 12 months" onOpen={() => setOpened(opened + 1)} />
        </State>
        <State name="Plain">
          <Num value={5367} className="text-big font-semibold" />
        </State>
        <State name="Small">
          <Num value={0.25} />
        </State>
      </Specimen>
      <Specimen name="Delta">
        <State name="Good, bad, bad to rise, flat, neither, new">
          <span className="flex flex-wrap gap-4">
            <Delta change={0.407} />
            <Delta change={-0.12} />
            <Delta change={0.29} goodWhen="down" />
            <Delta change={0.002} />
            <Delta change={0.5} goodWhen="neither" />
            <Delta change={null} />
          </span>
        </State>
      </Specimen>
      <Specimen name="Avatar">
        <State name="Sizes">
          <span className="flex items-center gap-2">
            <Avatar name="Ada Krause" size={20} />
            <Avatar name="Tomás Ferreira" />
            <Avatar name="Priya Raman" size={28} />
            <Avatar name="019a4c1e-77f0" size={28} />
          </span>
        </State>
      </Specimen>
      <Specimen name="Badge">
        <span className="flex flex-wrap gap-2">
          <Badge>Draft kept</Badge>
          <Badge tone="accent">Beta</Badge>
          <Badge tone="positive">Verified</Badge>
          <Badge tone="warning">Biggest loss</Badge>
          <Badge tone="negative">3</Badge>
        </span>
      </Specimen>
      <Specimen name="StatusPill">
        <span className="flex flex-wrap gap-2">
          <StatusPill>Paused</StatusPill>
          <StatusPill tone="accent">Running</StatusPill>
          <StatusPill tone="positive" live>
            2.4 events a second
          </StatusPill>
          <StatusPill tone="warning">Stale for 30 days</StatusPill>
          <StatusPill tone="negative">Failing</StatusPill>
        </span>
      </Specimen>
      <Specimen name="ProgressBar">
        <State name="41 of 218 million rows" className="w-64">
          <ProgressBar label="Rows read" value={41 / 218} />
        </State>
        <State name="Under way" className="w-64">
          <ProgressBar label="Computing" />
        </State>
        <State name="Done" className="w-64">
          <ProgressBar label="Rows read, all" value={1} />
        </State>
      </Specimen>
      <Specimen name="Banner" wide>
        <div className="overflow-hidden rounded-card border border-line">
          <Banner onDismiss={() => {}}>Recording starts with the next session.</Banner>
          <Banner tone="warning" action={<Button look="ghost">Try now</Button>}>
            You are offline. What was loaded stays here.
          </Banner>
          <Banner tone="error">The disk is 97 % full; new events wait in the log.</Banner>
        </div>
      </Specimen>
      <Specimen name="Empty" wide>
        <div className="grid gap-5 md:grid-cols-2">
          <div className="rounded-card border border-line">
            <Empty icon={<Radio size={22} strokeWidth={1.5} aria-hidden />} title="No “Opened app” events from 1 to 7 Nov with these filters" action={<Button>Remove that filter</Button>}>
              12,410 without the plan filter.
            </Empty>
          </div>
          <div className="rounded-card border border-line">
            <Empty
              title="Dashboards keep the charts you look at every week on one page"
              action={<Button look="primary">Start from web analytics</Button>}
              preview={
                <div className="grid grid-cols-3 gap-3 p-4">
                  {['h-16', 'h-20', 'h-14', 'h-24', 'h-16', 'h-20'].map((height, at) => (
                    // oxlint-disable-next-line react/no-array-index-key -- still shapes
                    <div key={at} className={`${height} rounded-card border border-line-2 bg-hover`} />
                  ))}
                </div>
              }
            />
          </div>
        </div>
      </Specimen>
      <Specimen name="ErrorBox" wide>
        <div className="grid gap-5 md:grid-cols-2">
          <ErrorBox
            title="This question could not be answered"
            message="This query ran out of memory (2 GB). Narrow the dates or raise the limit in Settings."
            onRetry={() => {}}
            details="query 0192, 400 memory_limit"
          />
          <div className="rounded-card border border-line">
            <ErrorBox small title="This tile could not be computed" message="The server did not answer in 60 s." onRetry={() => {}} />
          </div>
        </div>
      </Specimen>
      <Specimen name="Skeleton">
        <State name="After 150 ms" className="w-64">
          <Skeleton className="h-7 w-24" />
          <Skeleton className="h-3 w-full" />
          <Skeleton className="h-3 w-2/3" />
        </State>
      </Specimen>
    </>
  )
}
