import { deviceStore } from '@/lib/device_store'

type Sidebar = 'open' | 'folded'
const isSidebar = (value: unknown): value is Sidebar => value === 'open' || value === 'folded'

/** Whether the sidebar shows names or only icons. */
export const sidebarStore = deviceStore<Sidebar>('tenrec.sidebar', 'open', isSidebar)
