import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Sparkles } from 'lucide-react'
import { useEffect, useState } from 'react'
import { messageOf } from '@/api/client'
import { fillingQuery, makeSampleProject } from '@/api/sample_data'
import { meQuery } from '@/api/session'
import { Button } from '@/ui/button'
import { ProgressBar } from '@/ui/progress_bar'
import { toast } from '@/ui/toast'

/** A look around before anything is installed: a project of its own, full of a made-up product. */
export function SampleData() {
  const [busy, setBusy] = useState(false)
  const [made, setMade] = useState<number | null>(null)
  const make = async () => {
    setBusy(true)
    try {
      setMade((await makeSampleProject()).id)
    } catch (error) {
      toast(messageOf(error), 'error')
    } finally {
      setBusy(false)
    }
  }
  return (
    <section aria-labelledby="sample-data" className="rounded-card border border-line bg-surface p-4">
      <h2 id="sample-data" className="font-semibold">
        Explore with sample data
      </h2>
      <p className="mt-1 text-fg-2">A project of its own with two months of a made-up product. Delete it in its settings when you are done.</p>
      <div className="mt-3">
        {made === null ? (
          <Button busy={busy} icon={<Sparkles size={15} strokeWidth={1.75} aria-hidden />} onClick={() => void make()}>
            Make the sample project
          </Button>
        ) : (
          <Filling projectId={made} />
        )}
      </div>
    </section>
  )
}

/** How far it is; opens the project as soon as it is full. */
function Filling({ projectId }: { projectId: number }) {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { data } = useQuery(fillingQuery(projectId))
  const full = data?.is_generating_demo_data === false
  useEffect(() => {
    if (!full) return
    void queryClient
      .fetchQuery({ ...meQuery, staleTime: 0 })
      .then(() => navigate({ to: '/project/$projectId/home', params: { projectId: String(projectId) } }))
      .catch((error: unknown) => toast(messageOf(error), 'error'))
  }, [full, navigate, projectId, queryClient])
  const done = data?.events_done ?? 0
  const share = full ? 1 : data?.events_total ? done / data.events_total : 0
  return (
    <div className="grid gap-2">
      <p role="status" className="text-small text-fg-2">
        {full ? 'Opening it' : `${Math.round(share * 100)} % filled. You can leave this page; it goes on.`}
      </p>
      <ProgressBar label="Filling the sample project" value={share} />
    </div>
  )
}
