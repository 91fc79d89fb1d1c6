import type { AsyncRouteComponent } from '@tanstack/react-router'
import { createElement, use, type ComponentType } from 'react'

/**
 * A screen that is loaded when it is first opened. One that cannot be loaded says so in its place: the router's own way
 * is to load the whole app anew, from a server that may be away.
 */
export function screen<K extends string = 'default'>(load: () => Promise<Record<NoInfer<K>, ComponentType<never>>>, name = 'default' as K): AsyncRouteComponent<object> {
  let shown: ComponentType<object> | undefined
  let failure: unknown
  let loading: Promise<void> | undefined
  const Screen: AsyncRouteComponent<object> = (props) => {
    if (failure) throw failure
    if (!shown) use(preload())
    return createElement(shown!, props)
  }
  const preload = () =>
    (loading ??= load().then(
      (part) => {
        failure = undefined
        shown = part[name] as ComponentType<object>
      },
      (error: unknown) => {
        failure = error
        loading = undefined
      },
    ))
  Screen.preload = preload
  return Screen
}
