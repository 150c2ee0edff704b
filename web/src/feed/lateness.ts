/** How far back the fastest message is looked for. */
export const WINDOW_MILLIS = 300_000;
/** The window moves by this. */
export const STEP_MILLIS = 10_000;

/** So long a measurement counts while none of its kind follows. */
export const VALID_MILLIS = 10_000;

/**
 * How late messages of one kind come: how much longer than the fastest of the last five minutes the newest was on
 * its way. Only differences are compared, so it does not matter by how much the clocks of sender and reader differ.
 *
 * A line that is equally slow for longer than the window is taken for a line that is just so long.
 */
class Delays {
  /** The smallest difference of each step of the window, oldest first. */
  private steps: { readonly step: number; least: number }[] = [];
  private newest: { readonly lateMillis: number; readonly at: number } | null = null;

  arrived(sentMillis: number, at: number): void {
    const difference = at - sentMillis;
    const step = Math.floor(at / STEP_MILLIS);
    const last = this.steps.at(-1);
    if (last?.step !== step) {
      const oldest = step - WINDOW_MILLIS / STEP_MILLIS;
      this.steps = this.steps.filter((other) => other.step >= oldest);
      this.steps.push({ step, least: difference });
    } else if (difference < last.least) {
      last.least = difference;
    }
    this.newest = { lateMillis: difference - Math.min(...this.steps.map(({ least }) => least)), at };
  }

  /** 0 where nothing is known. */
  lateMillis(at: number): number {
    return this.newest === null || at - this.newest.at > VALID_MILLIS ? 0 : this.newest.lateMillis;
  }
}

/**
 * How late messages come: what the newest frame says, which bears the exchange's time, or the newest beat, which
 * bears the gateway's; the worse of the two. One of them may be new to a line that is slow, and take it for normal.
 */
export class Lateness {
  private readonly frames = new Delays();
  private readonly beats = new Delays();

  /** A frame came that was sent for what happened at this time of the exchange. Times are in milliseconds. */
  frame(sentMillis: number, arrivedMillis: number): number {
    this.frames.arrived(sentMillis, arrivedMillis);
    return this.lateMillis(arrivedMillis);
  }

  /** A beat came. `arrivedMillis` is of a clock that nobody sets, as a frame's is. */
  beat(sentMillis: number, arrivedMillis: number): number {
    this.beats.arrived(sentMillis, arrivedMillis);
    return this.lateMillis(arrivedMillis);
  }

  private lateMillis(at: number): number {
    return Math.max(this.frames.lateMillis(at), this.beats.lateMillis(at));
  }
}
