import { useEffect, useState } from 'react'
import { onSignedOut } from '@/api/signed_out'

type Done = (signedIn: boolean) => void

/** Set while a request waits for somebody to sign in again: call it with the outcome. */
export function useSignInAgain(): Done | null {
  const [done, setDone] = useState<{ call: Done } | null>(null)
  useEffect(
    () =>
      onSignedOut(
        () =>
          new Promise<boolean>((resolve) => {
            setDone({
              call: (signedIn: boolean) => {
                setDone(null)
                resolve(signedIn)
              },
            })
          }),
      ),
    [],
  )
  return done?.call ?? null
}
