// A project's calendar, from what the JavaScript engine knows of time zones. Instants are milliseconds.

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export class Calendar {
  #offsets = new Map();
  #format;

  /** weekStart: 0 is Sunday, 1 is Monday. */
  constructor(zone, weekStart = 0) {
    this.zone = zone;
    this.weekStart = weekStart;
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  }

  /** What to add to an instant to read its local time as if it were UTC. Offsets change at quarters of an hour. */
  offset(instant) {
    const quarter = Math.floor(instant / (15 * MINUTE)) * 15 * MINUTE;
    let offset = this.#offsets.get(quarter);
    if (offset === undefined) {
      const parts = Object.fromEntries(this.#format.formatToParts(quarter).map(({ type, value }) => [type, Number(value)]));
      offset = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second) - quarter;
      this.#offsets.set(quarter, offset);
    }
    return offset;
  }

  local(instant) {
    return instant + this.offset(instant);
  }

  /** The first instant with this local time, or the first after it when a clock change skips it. */
  instant(local) {
    const early = local - this.offset(local - DAY);
    const late = local - this.offset(local + DAY);
    const exact = [Math.min(early, late), Math.max(early, late)].find((one) => this.local(one) === local);
    return exact ?? Math.max(early, late);
  }

  dayNumber(instant) {
    return Math.floor(this.local(instant) / DAY);
  }

  /** The start of the bucket that holds the instant. */
  startOf(interval, instant) {
    const local = this.local(instant);
    const day = Math.floor(local / DAY);
    switch (interval) {
      case 'minute':
        return instant - (((local % MINUTE) + MINUTE) % MINUTE);
      case 'hour':
        // Whole hours since midnight, which are not whole on the clock after it changed by half an hour.
        return instant - ((instant - this.instant(day * DAY)) % HOUR);
      case 'day':
        return this.instant(day * DAY);
      case 'week': {
        // 1970-01-01 was a Thursday: day 3 is a Sunday, day 4 a Monday.
        const since = (((day - 3 - this.weekStart) % 7) + 7) % 7;
        return this.instant((day - since) * DAY);
      }
      case 'month': {
        const date = new Date(local);
        return this.instant(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1));
      }
      default:
        throw new Error(`no interval ${interval}`);
    }
  }

  /** The start of the bucket `count` buckets on; `start` must be the start of one. */
  next(interval, start, count = 1) {
    if (interval === 'minute') return start + count * MINUTE;
    if (interval === 'hour') {
      let next = start;
      for (let i = 0; i < count; ++i) next = Math.min(next + HOUR, this.next('day', this.startOf('day', next)));
      return next;
    }
    const local = this.local(start);
    if (interval === 'day') return this.instant(local + count * DAY);
    if (interval === 'week') return this.instant(local + 7 * count * DAY);
    const date = new Date(local);
    return this.instant(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, 1));
  }

  /** The starts of the buckets from that of `from` to that of `to`. */
  buckets(interval, from, to) {
    const starts = [];
    for (let start = this.startOf(interval, from); start <= to; start = this.next(interval, start)) starts.push(start);
    return starts;
  }

  /** "2024-03-10". */
  date(instant) {
    return new Date(this.local(instant)).toISOString().slice(0, 10);
  }

  /** "2024-03-10 13:00:00". */
  dateTime(instant) {
    return new Date(this.local(instant)).toISOString().slice(0, 19).replace('T', ' ');
  }

  /** "2024-03-10T13:00:00-05:00", with Z for an offset of zero. */
  iso(instant) {
    const offset = this.offset(instant) / MINUTE;
    const text = new Date(this.local(instant)).toISOString().slice(0, 19);
    if (offset === 0) return `${text}Z`;
    const digits = (number) => String(number).padStart(2, '0');
    return `${text}${offset < 0 ? '-' : '+'}${digits(Math.floor(Math.abs(offset) / 60))}:${digits(Math.abs(offset) % 60)}`;
  }

  /** The instants of a date range of two days: the start of the first and the last second of the last. */
  range(fromDate, toDate) {
    const from = this.instant(Date.parse(`${fromDate}T00:00:00Z`));
    const to = this.instant(Date.parse(`${toDate}T00:00:00Z`) + DAY) - 1;
    return { from, to };
  }
}
