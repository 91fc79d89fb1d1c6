/**
 * Lets at most `most` tasks run at a time; the rest wait for their turn in the order they came.
 * A task whose signal is aborted while it waits never starts.
 */
export class Turns {
  private running = 0
  private readonly waiting: (() => void)[] = []

  constructor(private readonly most: number) {}

  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    if (this.running >= this.most) await new Promise<void>((resolve) => this.waiting.push(resolve))
    else this.running += 1
    try {
      signal?.throwIfAborted()
      return await task()
    } finally {
      // The place goes to who waits longest, and is free when nobody does.
      const next = this.waiting.shift()
      if (next) next()
      else this.running -= 1
    }
  }
}
