import { beforeEach, describe, expect, it } from 'vitest';
import {
  Connection,
  LONGEST_WAIT_MILLIS,
  OPEN_TIMEOUT_MILLIS,
  STEADY_MILLIS,
  backoffMillis,
} from './connection';
import type { Link, Socket } from './connection';

/** A browser with a clock that the test moves and servers that do what the test says. */
class Browser {
  readonly sockets: FakeSocket[] = [];
  readonly heard: (Link | string)[] = [];
  refusing = false;
  private now = 0;
  private timers: { at: number; run: () => void }[] = [];

  readonly connection = new Connection(
    'ws://gateway/XBTZAR',
    {
      linked: (link) => this.heard.push(link),
      received: (text) => this.heard.push(text),
    },
    {
      open: (url) => {
        if (this.refusing) {
          throw new SyntaxError('no');
        }
        const socket = new FakeSocket(url);
        this.sockets.push(socket);
        return socket;
      },
      after: (millis, run) => {
        const timer = { at: this.now + millis, run };
        this.timers.push(timer);
        return () => {
          this.timers = this.timers.filter((other) => other !== timer);
        };
      },
      random: () => 0,
    },
  );

  pass(millis: number): void {
    this.now += millis;
    const due = this.timers.filter((timer) => timer.at <= this.now);
    this.timers = this.timers.filter((timer) => timer.at > this.now);
    due.forEach((timer) => {
      timer.run();
    });
  }

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

class FakeSocket implements Socket {
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

  drops(): void {
    this.onclose?.({} as CloseEvent);
  }

  close(): void {
    this.closed = true;
  }
}

describe('a connection', () => {
  let browser: Browser;
  beforeEach(() => {
    browser = new Browser();
  });

  it('connects, hands on what comes, and can be let go', () => {
    browser.connection.start();
    browser.socket.opens();
    browser.socket.says('one');
    browser.socket.says('two');
    browser.connection.close();
    expect(browser.socket).toMatchObject({ url: 'ws://gateway/XBTZAR', closed: true });
    expect(browser.heard).toEqual([
      { phase: 'connecting', attempt: 1 },
      { phase: 'open' },
      'one',
      'two',
      { phase: 'off' },
    ]);
    expect(browser.timersLeft).toBe(0);
  });

  it('starts once and ends once', () => {
    browser.connection.start();
    browser.connection.start();
    browser.connection.close();
    browser.connection.close();
    expect(browser.sockets).toHaveLength(1);
    expect(browser.heard).toEqual([{ phase: 'connecting', attempt: 1 }, { phase: 'off' }]);
  });

  it('comes back by itself, waiting longer each time', () => {
    browser.connection.start();
    browser.socket.drops();
    browser.pass(249);
    expect(browser.sockets).toHaveLength(1);
    browser.pass(1);
    browser.socket.drops();
    browser.pass(500);
    browser.socket.opens();
    expect(browser.heard).toEqual([
      { phase: 'connecting', attempt: 1 },
      { phase: 'waiting', attempt: 1, millis: 250 },
      { phase: 'connecting', attempt: 2 },
      { phase: 'waiting', attempt: 2, millis: 500 },
      { phase: 'connecting', attempt: 3 },
      { phase: 'open' },
    ]);
  });

  it('waits briefly again only after it stood for a while', () => {
    browser.connection.start();
    browser.socket.opens();
    browser.socket.drops();
    browser.pass(250);
    browser.socket.opens();
    browser.socket.drops();
    expect(browser.heard.at(-1)).toEqual({ phase: 'waiting', attempt: 2, millis: 500 });
    browser.pass(500);
    browser.socket.opens();
    browser.pass(STEADY_MILLIS);
    browser.socket.drops();
    expect(browser.heard.at(-1)).toEqual({ phase: 'waiting', attempt: 1, millis: 250 });
  });

  it('gives up a server that never answers', () => {
    browser.connection.start();
    browser.pass(OPEN_TIMEOUT_MILLIS);
    expect(browser.sockets[0]?.closed).toBe(true);
    expect(browser.heard.at(-1)).toEqual({ phase: 'waiting', attempt: 1, millis: 250 });
  });

  it('takes a socket that cannot even be made for a lost one', () => {
    browser.refusing = true;
    browser.connection.start();
    expect(browser.heard.at(-1)).toEqual({ phase: 'waiting', attempt: 1, millis: 250 });
  });

  it('does not wait where there is reason to try', () => {
    browser.connection.start();
    browser.connection.retryNow();
    expect(browser.sockets).toHaveLength(1);
    browser.socket.drops();
    browser.connection.retryNow();
    expect(browser.sockets).toHaveLength(2);
    browser.pass(250);
    expect(browser.sockets).toHaveLength(2);
  });

  it('hears nothing more of a socket it has let go', () => {
    browser.connection.start();
    const { socket } = browser;
    socket.opens();
    browser.connection.close();
    const count = browser.heard.length;
    socket.says('late');
    socket.drops();
    browser.pass(60_000);
    expect(browser.heard).toHaveLength(count);
    expect(browser.sockets).toHaveLength(1);
  });

  it('starts over after it was let go', () => {
    browser.connection.start();
    browser.socket.drops();
    browser.connection.close();
    browser.connection.start();
    expect(browser.heard.at(-1)).toEqual({ phase: 'connecting', attempt: 1 });
  });

  it('hands on a binary message as an empty, so unreadable, text', () => {
    browser.connection.start();
    browser.socket.opens();
    browser.socket.says(new ArrayBuffer(2));
    expect(browser.heard.at(-1)).toBe('');
  });
});

it('backs off to a bound, never to nothing, and spread by chance', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 1000].map((attempt) => backoffMillis(attempt, 0))).toEqual([
    250, 500, 1000, 2000, 4000, 7500, 7500, 7500,
  ]);
  expect(backoffMillis(1, 0.5)).toBe(375);
  expect(backoffMillis(1000, 0.999999)).toBe(LONGEST_WAIT_MILLIS);
});
