import { Skeleton } from '@/ui/states'

/** The shapes of what is coming. */
export function Loading() {
  return (
    <div aria-busy className="px-5 pt-5">
      <div className="flex gap-10">
        {['w-24', 'w-20', 'w-20'].map((width, i) => (
          // oxlint-disable-next-line react/no-array-index-key -- three still shapes
          <div key={i} className="flex flex-col gap-2">
            <Skeleton className="h-3 w-20" />
            <Skeleton className={`h-7 ${width}`} />
          </div>
        ))}
      </div>
      <Skeleton className="mt-5 h-79 w-full" />
      <div className="mt-24 flex flex-col gap-5">
        {['w-3/4', 'w-2/3', 'w-5/6'].map((width) => (
          <Skeleton key={width} className={`h-3.5 ${width}`} />
        ))}
      </div>
    </div>
  )
}
