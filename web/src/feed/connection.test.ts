import { beforeEach, describe, expect, it } from 'vitest';
import {
  Connection,
  LISTEN_MILLIS,
  LONGEST_WAIT_MILLIS,
  OPEN_TIMEOUT_MILLIS,
  SILENCE_MILLIS,
  STEADY_MILLIS,
  backoffMillis,
} from './connection';
import type { Link } from './connection';
import { FakeBrowser } from './fakeBrowser';

/** With a connection in it. */
class Browser extends FakeBrowser {
  readonly heard: (Link | string)[] = [];

  readonly connection = new Connection(
    'ws://gateway/XBTZAR',
    {
      linked: (link) => this.heard.push(link),
      received: (text) => this.heard.push(text),
    },
    this,
  );

  /** Something comes each second, for so long. */
  busyFor(millis: number): void {
    for (let passed = 0; passed < millis; passed += 1_000) {
      this.pass(1_000);
      this.socket.says('busy');
    }
  }
}

const UNREACHABLE = { kind: 'unreachable' } as const;
const SILENT = { kind: 'silent' } as const;
const BROKEN = { kind: 'closed', code: 1006, reason: '' } as const;

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
      { phase: 'connecting', attempt: 1, loss: null },
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
    expect(browser.heard).toEqual([{ phase: 'connecting', attempt: 1, loss: null }, { phase: 'off' }]);
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
      { phase: 'connecting', attempt: 1, loss: null },
      { phase: 'waiting', attempt: 1, millis: 250, loss: UNREACHABLE },
      { phase: 'connecting', attempt: 2, loss: UNREACHABLE },
      { phase: 'waiting', attempt: 2, millis: 500, loss: UNREACHABLE },
      { phase: 'connecting', attempt: 3, loss: UNREACHABLE },
      { phase: 'open' },
    ]);
  });

  it('waits briefly again only after it stood for a while and was not silent', () => {
    browser.connection.start();
    browser.socket.opens();
    browser.socket.drops();
    browser.pass(250);
    browser.socket.opens();
    browser.pass(SILENCE_MILLIS - 1);
    browser.socket.drops();
    expect(browser.heard.at(-1)).toEqual({ phase: 'waiting', attempt: 2, millis: 500, loss: BROKEN });
    browser.pass(500);
    browser.socket.opens();
    browser.busyFor(STEADY_MILLIS);
    browser.socket.drops();
    expect(browser.heard.at(-1)).toEqual({ phase: 'waiting', attempt: 1, millis: 250, loss: BROKEN });
  });

  it('gives up a server that never answers', () => {
    browser.connection.start();
    browser.pass(OPEN_TIMEOUT_MILLIS);
    expect(browser.sockets[0]?.closed).toBe(true);
    expect(browser.heard.at(-1)).toEqual({ phase: 'waiting', attempt: 1, millis: 250, loss: UNREACHABLE });
  });

  it('takes a socket that cannot even be made for a lost one', () => {
    browser.refusing = true;
    browser.connection.start();
    expect(browser.heard.at(-1)).toEqual({ phase: 'waiting', attempt: 1, millis: 250, loss: UNREACHABLE });
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

  it('counts down the seconds of a wait', () => {
    browser.connection.start();
    for (let i = 0; i < 3; i++) {
      browser.socket.drops();
      browser.pass(10_000);
    }
    browser.heard.length = 0;
    browser.socket.drops();
    browser.pass(1_999);
    expect(browser.heard).toEqual([
      { phase: 'waiting', attempt: 4, millis: 2000, loss: UNREACHABLE },
      { phase: 'waiting', attempt: 4, millis: 1000, loss: UNREACHABLE },
    ]);
    browser.pass(1);
    expect(browser.heard.at(-1)).toEqual({ phase: 'connecting', attempt: 5, loss: UNREACHABLE });
  });

  it('says with which code and words the other side closed it', () => {
    browser.connection.start();
    browser.socket.opens();
    browser.socket.drops(1013, 'too slow');
    expect(browser.heard.at(-1)).toMatchObject({ loss: { kind: 'closed', code: 1013, reason: 'too slow' } });
  });

  it('makes a hanging attempt anew when the network returns', () => {
    browser.connection.start();
    browser.connection.networkReturned();
    expect(browser.sockets.map(({ closed }) => closed)).toEqual([true, false]);
    browser.socket.drops();
    browser.connection.networkReturned();
    browser.socket.opens();
    browser.connection.networkReturned();
    expect(browser.sockets).toHaveLength(3);
    browser.connection.close();
    browser.connection.networkReturned();
    expect(browser.sockets).toHaveLength(3);
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
    expect(browser.heard.at(-1)).toEqual({ phase: 'connecting', attempt: 1, loss: null });
  });

  it('hands on a binary message as an empty, so unreadable, text', () => {
    browser.connection.start();
    browser.socket.opens();
    browser.socket.says(new ArrayBuffer(2));
    expect(browser.heard.at(-1)).toBe('');
  });
});

describe('silence', () => {
  let browser: Browser;
  beforeEach(() => {
    browser = new Browser();
    browser.connection.start();
    browser.socket.opens();
    browser.heard.length = 0;
  });

  const lost = { phase: 'waiting', attempt: 1, millis: 250, loss: SILENT };

  it('ends a connection to the millisecond, and makes another', () => {
    browser.pass(1_500);
    browser.socket.says('one');
    browser.pass(SILENCE_MILLIS - 1);
    expect(browser.heard).toEqual(['one']);
    browser.pass(1);
    expect(browser.heard).toEqual(['one', lost]);
    expect(browser.socket.closed).toBe(true);
    browser.pass(250);
    expect(browser.heard.at(-1)).toEqual({ phase: 'connecting', attempt: 2, loss: SILENT });
  });

  it('counts from the opening where nothing ever comes, and waits longer each time', () => {
    browser.pass(SILENCE_MILLIS);
    browser.pass(250);
    browser.socket.opens();
    browser.pass(SILENCE_MILLIS);
    expect(browser.heard.filter((one) => typeof one !== 'string' && one.phase === 'waiting')).toEqual([
      lost,
      { ...lost, attempt: 2, millis: 500 },
    ]);
  });

  it('does not come while anything at all does', () => {
    for (let i = 0; i < 1000; i++) {
      browser.pass(SILENCE_MILLIS - 1);
      browser.socket.says('beat');
    }
    expect(browser.heard).toHaveLength(1000);
    expect(browser.timersLeft).toBe(1);
  });

  it('includes the time for which the machine slept', () => {
    browser.pass(1_000);
    browser.sleep(3_600_000);
    browser.pass(LISTEN_MILLIS - 1_000);
    expect(browser.heard).toEqual([lost]);
  });

  it('is noticed at once when somebody looks', () => {
    browser.sleep(SILENCE_MILLIS - 1);
    browser.connection.listen();
    expect(browser.heard).toEqual([]);
    browser.sleep(1);
    browser.connection.listen();
    expect(browser.heard).toEqual([lost]);
  });

  it('makes what waited meanwhile worthless', () => {
    browser.hang(SILENCE_MILLIS);
    browser.socket.says('old');
    expect(browser.heard).toEqual([lost]);
  });

  it('is not there when the clock on the wall is set back', () => {
    browser.sleep(-3_600_000);
    browser.pass(SILENCE_MILLIS - 1);
    expect(browser.heard).toEqual([]);
    browser.pass(1);
    expect(browser.heard).toEqual([lost]);
  });

  it('is measured by few timers in a row, which a hidden tab does not delay', () => {
    expect(SILENCE_MILLIS / LISTEN_MILLIS).toBeLessThan(5);
  });
});

it('backs off to a bound, never to nothing, and spread by chance', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 1000].map((attempt) => backoffMillis(attempt, 0))).toEqual([
    250, 500, 1000, 2000, 4000, 7500, 7500, 7500,
  ]);
  expect(backoffMillis(1, 0.5)).toBe(375);
  expect(backoffMillis(1000, 0.999999)).toBe(LONGEST_WAIT_MILLIS);
});
