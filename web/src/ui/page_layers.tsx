import Tips from './tips'
import Toasts from './toasts'

/** What lies over every page: words about what is pointed at, and what has just happened. */
export default function PageLayers() {
  return (
    <>
      <Tips />
      <Toasts />
    </>
  )
}
