/** Why a connection was lost. */
export type Loss =
  /** It never stood: the gateway, or what is between, does not answer. */
  | { readonly kind: 'unreachable' }
  /** It stood and nothing came for {@link SILENCE_MILLIS}, not even a beat. */
  | { readonly kind: 'silent' }
  | { readonly kind: 'closed'; readonly code: number; readonly reason: string };

/** Where a connection is in its life. */
export type Link =
  | { readonly phase: 'off' }
  /** `attempt` counts from 1 since the connection last stood; `loss` is null for the first. */
  | { readonly phase: 'connecting'; readonly attempt: number; readonly loss: Loss | null }
  | { readonly phase: 'open' }
  /** `millis` are left until the next attempt; announced again each second. */
  | { readonly phase: 'waiting'; readonly attempt: number; readonly millis: number; readonly loss: Loss };

/** What a connection needs of a browser's WebSocket. */
export interface Socket {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  close(): void;
}

/** Everything that waits or tells the time, and chance: a test has its own. */
export interface Surroundings {
  open(url: string): Socket;
  /** Calls once after a time in milliseconds, unless the returned function is called before. */
  after(millis: number, run: () => void): () => void;
  /** Milliseconds of a clock that nobody sets; it may stand still while the machine sleeps. */
  elapsed(): number;
  /** Milliseconds of the clock on the wall, which may be wrong and may jump, but goes on while the machine sleeps. */
  wall(): number;
  /** From 0 to below 1. */
  random(): number;
}

export interface ConnectionListener {
  linked(link: Link): void;
  received(text: string): void;
}

export const FIRST_WAIT_MILLIS = 500;
export const LONGEST_WAIT_MILLIS = 15_000;
/** A server that accepts and says nothing is given up. */
export const OPEN_TIMEOUT_MILLIS = 10_000;
/** Only a connection that stood this long, and on which something came, makes the waits short again. */
export const STEADY_MILLIS = 5_000;
/** A gateway sends a beat when it has sent nothing for 2 s: after three missing ones the connection is dead. */
export const SILENCE_MILLIS = 6_000;
/**
 * How often silence is measured. Timers stand still while a machine sleeps: that it slept is noticed this soon
 * after. A browser delays chains of more than four timers in a hidden tab, so fewer of them make up the silence.
 */
export const LISTEN_MILLIS = 2_000;

/** How long to wait before an attempt: doubled each time, and somewhere in the upper half of that. */
export function backoffMillis(attempt: number, random: number): number {
  const longest = Math.min(LONGEST_WAIT_MILLIS, FIRST_WAIT_MILLIS * 2 ** Math.min(attempt - 1, 16));
  return Math.round(longest * (0.5 + random / 2));
}

/**
 * A websocket that comes back by itself until it is closed. There is one socket at a time, and one way to
 * lose it.
 */
export class Connection {
  private socket: Socket | null = null;
  private cancelTimer: () => void = () => undefined;
  private attempt = 0;
  private loss: Loss | null = null;
  private link: Link = { phase: 'off' };
  /** When it was opened, and when something last came, by both clocks. */
  private openedAt = 0;
  private heardElapsed = 0;
  private heardWall = 0;

  constructor(
    private readonly url: string,
    private readonly listener: ConnectionListener,
    private readonly surroundings: Surroundings,
  ) {}

  /** Connects, if it is off. */
  start(): void {
    if (this.link.phase === 'off') {
      this.connect();
    }
  }

  /** Ends a wait: there is reason to think that it works now. */
  retryNow(): void {
    if (this.link.phase === 'waiting') {
      this.connect();
    }
  }

  /** The network came back: neither a wait nor an attempt that was made without it is worth its time. */
  networkReturned(): void {
    if (this.link.phase === 'waiting' || this.link.phase === 'connecting') {
      this.connect();
    } else {
      this.listen();
    }
  }

  /** Looks at once whether an open connection has been silent for too long. */
  listen(): void {
    if (this.link.phase !== 'open') {
      return;
    }
    const silence = this.silenceMillis();
    if (silence >= SILENCE_MILLIS) {
      this.lost({ kind: 'silent' });
    } else {
      this.timer(Math.min(LISTEN_MILLIS, SILENCE_MILLIS - silence), () => {
        this.listen();
      });
    }
  }

  /** Lets go, for good or until the next start. */
  close(): void {
    this.letGo();
    this.attempt = 0;
    this.loss = null;
    if (this.link.phase !== 'off') {
      this.enter({ phase: 'off' });
    }
  }

  private connect(): void {
    this.letGo();
    this.attempt++;
    this.enter({ phase: 'connecting', attempt: this.attempt, loss: this.loss });
    let socket: Socket;
    try {
      socket = this.surroundings.open(this.url);
    } catch {
      this.lost({ kind: 'unreachable' });
      return;
    }
    this.socket = socket;
    this.timer(OPEN_TIMEOUT_MILLIS, () => {
      this.lost({ kind: 'unreachable' });
    });
    socket.onopen = () => {
      this.opened();
    };
    socket.onmessage = ({ data }) => {
      this.received(typeof data === 'string' ? data : '');
    };
    socket.onclose = ({ code, reason }) => {
      this.lost(this.link.phase === 'open' ? { kind: 'closed', code, reason } : { kind: 'unreachable' });
    };
  }

  private opened(): void {
    this.openedAt = this.surroundings.elapsed();
    this.heard();
    this.enter({ phase: 'open' });
    this.listen();
  }

  private received(text: string): void {
    if (this.silenceMillis() >= SILENCE_MILLIS) {
      // It waited while the machine slept or the page hung: nobody knows how old it is.
      this.lost({ kind: 'silent' });
      return;
    }
    this.heard();
    if (this.heardElapsed - this.openedAt >= STEADY_MILLIS) {
      this.attempt = 0;
    }
    this.listener.received(text);
    this.listen();
  }

  private heard(): void {
    this.heardElapsed = this.surroundings.elapsed();
    this.heardWall = this.surroundings.wall();
  }

  private silenceMillis(): number {
    return Math.max(
      this.surroundings.elapsed() - this.heardElapsed,
      this.surroundings.wall() - this.heardWall,
    );
  }

  private lost(loss: Loss): void {
    this.letGo();
    this.loss = loss;
    this.attempt = Math.max(1, this.attempt);
    const millis = backoffMillis(this.attempt, this.surroundings.random());
    this.wait(this.surroundings.elapsed() + millis, loss);
  }

  private wait(until: number, loss: Loss): void {
    const left = Math.round(until - this.surroundings.elapsed());
    if (left <= 0) {
      this.connect();
      return;
    }
    const toFullSecond = left % 1_000 === 0 ? 1_000 : left % 1_000;
    this.timer(toFullSecond, () => {
      this.wait(until, loss);
    });
    this.enter({ phase: 'waiting', attempt: this.attempt, millis: left, loss });
  }

  /** After this neither the socket nor a timer has anything to say. */
  private letGo(): void {
    this.cancelTimer();
    this.cancelTimer = () => undefined;
    const { socket } = this;
    this.socket = null;
    if (socket !== null) {
      socket.onopen = null;
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    }
  }

  private timer(millis: number, run: () => void): void {
    this.cancelTimer();
    this.cancelTimer = this.surroundings.after(millis, run);
  }

  private enter(link: Link): void {
    this.link = link;
    this.listener.linked(link);
  }
}
