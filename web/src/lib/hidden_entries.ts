import { deviceStore, isStrings } from './device_store'

/** Ids of the sidebar's entries that this person does not want to see there; the command menu finds them. */
export const hiddenEntries = deviceStore<string[]>('tenrec.hidden-entries', [], isStrings)
