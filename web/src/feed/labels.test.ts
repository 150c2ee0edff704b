import { describe, expect, it } from 'vitest';
import type { Loss } from './connection';
import { feedBadge, feedLabel, linkLabel, notice, sourceLabel, statusLabel, title } from './labels';
import { INITIAL } from './reducer';
import type { MarketState } from './reducer';

const SILENT: Loss = { kind: 'silent' };
const open: MarketState = { ...INITIAL, pair: 'XBTZAR', link: { phase: 'open' } };
const live: MarketState = { ...open, feed: 'LIVE', sequence: 1, current: true };
const text = (state: Partial<MarketState>): string | undefined => notice({ ...open, ...state })?.text;
const waiting = (loss: Loss, millis = 500): Partial<MarketState> => ({
  link: { phase: 'waiting', attempt: 1, millis, loss },
});
const closed = (code: number, reason = ''): Partial<MarketState> => waiting({ kind: 'closed', code, reason });

it('names the states of connection, feed and market', () => {
  expect(linkLabel({ phase: 'connecting', attempt: 1, loss: null }).text).toBe('Connecting');
  expect(linkLabel({ phase: 'connecting', attempt: 2, loss: SILENT }).text).toBe('Reconnecting');
  expect(feedLabel('LIVE')).toEqual({ text: 'Live', tone: 'good' });
  expect(feedLabel('LAGGING')).toEqual({ text: 'Lagging', tone: 'busy' });
  expect(feedLabel('IDLE').tone).toBe('off');
  expect(feedLabel('FAILED')).toEqual({ text: 'Failed', tone: 'bad' });
  expect(statusLabel('POST_ONLY')).toEqual(statusLabel('POSTONLY'));
});

it('never takes a word it does not know for a good one', () => {
  expect(feedLabel('OUT_OF_STEP')).toEqual({ text: 'Out of step', tone: 'busy' });
  expect(statusLabel('CLOSING_AUCTION')).toEqual({ text: 'Closing auction', tone: 'busy' });
});

it('shows the feed with how late it comes, from a second on', () => {
  expect(feedBadge(open)).toBeNull();
  expect(feedBadge({ ...live, lateMillis: 999 })).toEqual({ text: 'Live', tone: 'good' });
  expect(feedBadge({ ...live, lateMillis: 1_000 })).toEqual({ text: 'Live, 1.0 s late', tone: 'busy' });
  expect(feedBadge({ ...live, lateMillis: 3_240, slow: true })).toEqual({ text: 'Lagging, 3.2 s late', tone: 'busy' });
  expect(feedBadge({ ...live, lateMillis: 75_000, slow: true })?.text).toBe('Lagging, 75 s late');
  expect(feedBadge({ ...live, feed: 'SUSPECT', lateMillis: 1_500 })).toEqual({
    text: 'Suspect, 1.5 s late',
    tone: 'bad',
  });
  expect(feedBadge({ ...live, ...waiting(SILENT) })).toBeNull();
});

it('says where data come from that are not the exchange’s of now', () => {
  expect(sourceLabel({ ...live, source: 'live' })).toBeNull();
  expect(sourceLabel(live)).toBeNull();
  expect(sourceLabel({ ...live, source: 'simulated' })).toEqual({ text: 'Simulated', tone: 'off' });
  expect(sourceLabel({ ...live, source: 'replay' })).toBeNull();
  expect(sourceLabel({ ...live, source: 'replay', feed: 'STALE' })?.text).toBe('Replay');
});

it('puts the state first in the title, and a price only while it is live', () => {
  const price = '1,407,042';
  expect(title(INITIAL, null)).toBe('luno-streams');
  expect(title(live, price)).toBe('Live 1,407,042 XBTZAR · luno-streams');
  expect(title(live, null)).toBe('Live XBTZAR · luno-streams');
  expect(title({ ...live, slow: true }, price)).toBe('Lagging XBTZAR · luno-streams');
  expect(title({ ...live, feed: 'STALE' }, price)).toBe('Stale XBTZAR · luno-streams');
  expect(title({ ...live, ...waiting(SILENT) }, price)).toBe('Reconnecting XBTZAR · luno-streams');
  expect(title({ ...live, ...closed(1008) }, price)).toBe('Failed XBTZAR · luno-streams');
  expect(title({ ...live, link: { phase: 'off' } }, price)).toBe('Disconnected XBTZAR · luno-streams');
});

describe('the notice', () => {
  it('is not there while the book is good, or on its way', () => {
    expect(notice(live)).toBeNull();
    expect(text({})).toBeUndefined();
    expect(text({ feed: 'LIVE' })).toBeUndefined();
    expect(text({ link: { phase: 'connecting', attempt: 1, loss: null } })).toBeUndefined();
    expect(notice(INITIAL)).toBeNull();
  });

  it('says what the gateway says of the book, and that it is old if there is one', () => {
    const old = ' The book below is old: it is the last one received.';
    expect(text({ feed: 'STALE', sequence: 1 })).toBe(`The exchange has been silent for a while.${old}`);
    expect(text({ feed: 'RESYNCING' })).toBe('The gateway is fetching a new book from the exchange.');
    expect(text({ feed: 'RESYNCING', sequence: 1 })).toContain(old);
    expect(text({ feed: 'IDLE' })).toBe('The gateway starts to follow this market.');
    expect(text({ feed: 'FAILED', sequence: 1 })).toBe(`The gateway has given this market up.${old}`);
    expect(text({ feed: 'OUT_OF_STEP', sequence: 1 })).toBe(`The feed is out of step.${old}`);
  });

  it('does not call a book old that only comes late or is doubted', () => {
    expect(text({ feed: 'LAGGING', sequence: 1 })).toBe(
      'The gateway is behind the exchange: the book below comes late.',
    );
    expect(text({ feed: 'SUSPECT', sequence: 1 })).toContain('do not rely on it yet.');
    expect(notice({ ...live, slow: true, lateMillis: 2_345 })?.text).toBe(
      'The book below is about 2.3 s late: the line is slow, or the exchange is.',
    );
    expect(notice({ ...live, source: 'replay' })?.text).toContain('A recording is replayed');
  });

  it('says why there is no connection', () => {
    expect(text({ link: { phase: 'off' }, sequence: 1 })).toContain('Disconnected. The book below is old');
    expect(text(waiting({ kind: 'unreachable' }))).toBe('The gateway is away.');
    expect(text({ ...waiting(SILENT), sequence: 1 })).toBe(
      'Nothing has come from the gateway for 6 s: the connection is dead. The book below is old: it is the last one received.',
    );
    expect(text(closed(1006))).toBe('The gateway is away.');
    expect(text(closed(1001, 'going away'))).toBe('The gateway closed the connection (going away).');
    expect(text({ ...closed(1013), said: 'no session is free' })).toBe(
      'The gateway closed the connection (no session is free).',
    );
    expect(text(closed(1008))).toBe('The gateway has given this market up.');
    expect(text({ refused: true })).toContain('does not follow XBTZAR');
  });

  it('counts down to the next attempt', () => {
    const countdown = (state: Partial<MarketState>): string | undefined => notice({ ...open, ...state })?.countdown;
    expect(countdown(waiting(SILENT, 1_001))).toBe('Trying again in 2 s.');
    expect(countdown(waiting(SILENT, 1_000))).toBe('Trying again in 1 s.');
    expect(countdown({ link: { phase: 'connecting', attempt: 2, loss: SILENT } })).toBe('Trying again now.');
    expect(countdown({ feed: 'STALE' })).toBe('');
  });

  it('says that a book is awaited, or could not be read', () => {
    expect(text({ sequence: 1 })).toContain('Connected again, and waiting for the book. The book below is old');
    expect(text({ sequence: 1, feed: 'LIVE', said: '{' })).toContain('last message was unreadable. The book below');
  });
});
