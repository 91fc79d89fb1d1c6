/** Which picker is open; one at a time, also opened by keys. */
export type OpenPicker = 'event' | 'filter' | 'breakdown' | 'date' | `series-${number}` | null
