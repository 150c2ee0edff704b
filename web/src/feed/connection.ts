/** Where a connection is in its life. */
export type Link =
  | { readonly phase: 'off' }
  /** `attempt` counts from 1 since the connection last stood. */
  | { readonly phase: 'connecting'; readonly attempt: number }
  | { readonly phase: 'open' }
  | { readonly phase: 'waiting'; readonly attempt: number; readonly millis: number };

/** What a connection needs of a browser's WebSocket. */
export interface Socket {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent<unknown>) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  close(): void;
}

/** Everything that waits, and chance: a test has its own. */
export interface Surroundings {
  open(url: string): Socket;
  /** Calls once after a time in milliseconds, unless the returned function is called before. */
  after(millis: number, run: () => void): () => void;
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
/** Only a connection that stood this long makes the waits short again. */
export const STEADY_MILLIS = 5_000;

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
  private link: Link = { phase: 'off' };

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

  /** Lets go, for good or until the next start. */
  close(): void {
    this.letGo();
    this.attempt = 0;
    if (this.link.phase !== 'off') {
      this.enter({ phase: 'off' });
    }
  }

  private connect(): void {
    this.letGo();
    this.attempt++;
    this.enter({ phase: 'connecting', attempt: this.attempt });
    let socket: Socket;
    try {
      socket = this.surroundings.open(this.url);
    } catch {
      this.lost();
      return;
    }
    this.socket = socket;
    this.timer(OPEN_TIMEOUT_MILLIS, () => {
      this.lost();
    });
    socket.onopen = () => {
      this.opened();
    };
    socket.onmessage = ({ data }) => {
      this.listener.received(typeof data === 'string' ? data : '');
    };
    socket.onclose = () => {
      this.lost();
    };
  }

  private opened(): void {
    this.timer(STEADY_MILLIS, () => {
      this.attempt = 0;
    });
    this.enter({ phase: 'open' });
  }

  private lost(): void {
    this.letGo();
    const attempt = Math.max(1, this.attempt);
    const millis = backoffMillis(attempt, this.surroundings.random());
    this.timer(millis, () => {
      this.connect();
    });
    this.enter({ phase: 'waiting', attempt, millis });
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
