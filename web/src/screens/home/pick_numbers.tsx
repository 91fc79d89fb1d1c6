import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { pickNumbers } from '@/api/home'
import { foundInsightsQuery } from '@/api/insights'
import { describeDateRange } from '@/lib/date_range'
import { rankBy } from '@/lib/rank'
import { Button } from '@/ui/button'
import { Dialog } from '@/ui/dialog'
import { PickList } from '@/ui/pick_list'
import { Empty } from '@/ui/states'
import { useSending } from '@/ui/use_sending'
import { firstPicks, mostNumbers, numberOf, type HomeNumber } from './numbers'

interface PickNumbersProps {
  projectId: number
  ready: HomeNumber[]
  /** None: those that Home begins with. */
  picks: string[]
  onClose: () => void
}

/** Chooses the numbers of Home among ready ones and saved trends. */
export default function PickNumbers({ projectId, ready, picks, onClose }: PickNumbersProps) {
  const [chosen, setChosen] = useState(picks.length > 0 ? picks : firstPicks)
  const [search, setSearch] = useState('')
  const { busy, problem, send } = useSending()
  const asked = useDeferredValue(search.trim())
  const found = useQuery({ ...foundInsightsQuery(projectId, { search: asked || undefined, limit: 50 }), placeholderData: (before) => before })
  const save = () =>
    send(async () => {
      await pickNumbers(projectId, chosen)
      onClose()
    })
  const offered = [
    ...rankBy(ready, asked, (one) => [one.label]).map((one) => ({ ...one, note: describeDateRange(one.query.dateRange ?? {}) })),
    ...(found.data?.results ?? []).flatMap((insight) => {
      const number = numberOf(insight)
      return number ? [{ ...number, note: 'Insight' }] : []
    }),
  ]
  const toggle = (id: string, on: boolean) => setChosen((now) => (on ? [...now, id] : now.filter((one) => one !== id)))
  const tooMany = chosen.length > mostNumbers
  return (
    <Dialog
      open
      onClose={onClose}
      title="Numbers on Home"
      actions={
        <>
          <Button size="form" onClick={onClose}>
            Cancel
          </Button>
          <Button size="form" look="primary" busy={busy} disabled={tooMany || chosen.length === 0} onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <p role="status" className="mb-2">
        {tooMany ? `${chosen.length} chosen: take ${chosen.length - mostNumbers} away, there is room for ${mostNumbers}.` : `${chosen.length} of ${mostNumbers} chosen, shown in the order you choose them.`}
      </p>
      <PickList
        label="Numbers"
        placeholder="Find a number"
        search={search}
        onSearch={setSearch}
        onToggle={toggle}
        entries={found.isPending ? undefined : offered.map(({ id, label, note }) => ({ id, label, note: chosen.includes(id) ? `Number ${chosen.indexOf(id) + 1}` : note, on: chosen.includes(id) }))}
      >
        <Empty title={`No number matches “${asked}”`}>Saved trends can be shown here, too.</Empty>
      </PickList>
      {problem && (
        <p role="alert" className="mt-3 text-negative">
          {problem}
        </p>
      )}
    </Dialog>
  )
}
