import type { Socket, Surroundings } from './connection';

/** For tests: a browser with clocks that the test moves and servers that do what the test says. */
export class FakeBrowser implements Surroundings {
  readonly sockets: FakeSocket[] = [];
  refusing = false;
  private elapsedMillis = 0;
  /** Where the clock on the wall is ahead of the other: by an arbitrary time, since nobody may rely on it. */
  private aheadMillis = 1_790_000_000_000;
  private timers: { readonly at: number; readonly run: () => void }[] = [];

  open(url: string): Socket {
    if (this.refusing) {
      throw new SyntaxError('no');
    }
    const socket = new FakeSocket(url);
    this.sockets.push(socket);
    return socket;
  }

  after(millis: number, run: () => void): () => void {
    const timer = { at: this.elapsedMillis + millis, run };
    this.timers.push(timer);
    return () => {
      this.timers = this.timers.filter((other) => other !== timer);
    };
  }

  elapsed(): number {
    return this.elapsedMillis;
  }

  wall(): number {
    return this.elapsedMillis + this.aheadMillis;
  }

  random(): number {
    return 0;
  }

  /** Time passes, and each timer runs when it is due. */
  pass(millis: number): void {
    const end = this.elapsedMillis + millis;
    for (;;) {
      const due = this.timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (due === undefined) {
        break;
      }
      this.timers = this.timers.filter((timer) => timer !== due);
      this.elapsedMillis = Math.max(this.elapsedMillis, due.at);
      due.run();
    }
    this.elapsedMillis = end;
  }

  /** Time passes while the page does not run: no timer does. */
  hang(millis: number): void {
    this.elapsedMillis += millis;
  }

  /** The machine sleeps: only the clock on the wall goes on. Or somebody sets that clock. */
  sleep(millis: number): void {
    this.aheadMillis += millis;
  }

  /** The newest. */
  get socket(): FakeSocket {
    const last = this.sockets.at(-1);
    if (last === undefined) {
      throw new Error('no socket was opened');
    }
    return last;
  }

  get timersLeft(): number {
    return this.timers.length;
  }
}

export class FakeSocket implements Socket {
  onopen: Socket['onopen'] = null;
  onmessage: Socket['onmessage'] = null;
  onclose: Socket['onclose'] = null;
  closed = false;

  constructor(readonly url: string) {}

  opens(): void {
    this.onopen?.({} as Event);
  }

  says(data: unknown): void {
    this.onmessage?.({ data } as MessageEvent);
  }

  drops(code = 1006, reason = ''): void {
    this.onclose?.({ code, reason } as CloseEvent);
  }

  close(): void {
    this.closed = true;
  }
}
