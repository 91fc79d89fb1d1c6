import './theme.css'
import { QueryCache, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { isApiError } from '@/api/client'
import { answered } from '@/api/connection'
import { firstAnswered, followOtherTabs, queryClient } from '@/api/query_client'
import { followSystemContrast } from '@/lib/appearance'
import { lazy, waitForParts } from '@/lib/parts'
import { followSystemTheme } from '@/lib/theme'
import { createAppRouter } from './routes'

waitForParts(answered)
const router = createAppRouter()
// What lies over the page comes after what is on it.
const PageLayers = lazy(() => firstAnswered().then(() => import('@/ui/page_layers')))

// Without a login and without a page to ask on: sign in and come back to the same place.
const cache: QueryCache = queryClient.getQueryCache()
cache.subscribe((event) => {
  if (event.type !== 'updated' || event.action.type !== 'error') return
  const { error } = event.action
  if (!isApiError(error) || error.status !== 401 || router.state.location.pathname === '/login') return
  void router.navigate({ to: '/login', search: { next: router.state.location.href } })
})

followOtherTabs()
followSystemTheme()
followSystemContrast()

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
      <Suspense fallback={null}>
        <PageLayers />
      </Suspense>
    </QueryClientProvider>
  </StrictMode>,
)
