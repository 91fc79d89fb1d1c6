/** Asks for a login over the page; resolves true once there is one, false when nobody wants to. */
type Ask = () => Promise<boolean>

let ask: Ask | null = null
let asking: Promise<boolean> | null = null

/** Says who asks: the shell, while a page that can be lost is open. Returns the way to stop. */
export function onSignedOut(handler: Ask): () => void {
  ask = handler
  return () => {
    if (ask === handler) ask = null
  }
}

/** True once somebody has signed in again; requests that fail together are asked for once. */
export async function signInAgain(signal?: AbortSignal): Promise<boolean> {
  if (!ask) return false
  asking ??= ask().finally(() => {
    asking = null
  })
  const back = await asking
  signal?.throwIfAborted()
  return back
}
