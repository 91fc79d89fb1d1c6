import { Turns } from '@/lib/turns'

/** A page full of charts asks no more than so many questions at a time, as the server answers them. */
export const turns = new Turns(6)
