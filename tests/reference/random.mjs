/**
 * The seed of a run: TENREC_SEED, or always the same one, so that a run that fails fails again.
 * TENREC_SEED=random explores.
 */
export function theSeed() {
  const seed = process.env.TENREC_SEED ?? '20241103';
  return seed === 'random' ? Math.floor(Math.random() * 1e6) : Number(seed);
}

/** Some days of the week, 1 is Monday. */
export function someDays(random) {
  return random.pick([[1, 2, 3, 4, 5], [6, 7], [7, 1, 1, 3], [random.between(1, 7)], [1, 2, 3, 4, 5, 6, 7]]);
}

/** Choices that a seed brings back. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  #next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** A whole number from 0 to below the bound. */
  below(bound) {
    return Math.floor((this.#next() / 2 ** 32) * bound);
  }

  /** A whole number from `low` to `high`, both possible. */
  between(low, high) {
    return low + this.below(high - low + 1);
  }

  pick(list) {
    return list[this.below(list.length)];
  }

  chance(percent) {
    return this.below(100) < percent;
  }
}
