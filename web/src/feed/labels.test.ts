import { describe, expect, it } from 'vitest';
import { feedLabel, linkLabel, notice, statusLabel } from './labels';
import { INITIAL } from './reducer';
import type { MarketState } from './reducer';

const open: MarketState = { ...INITIAL, pair: 'XBTZAR', link: { phase: 'open' } };
const text = (state: Partial<MarketState>): string | undefined => notice({ ...open, ...state })?.text;

it('names the states of connection, feed and market', () => {
  expect(linkLabel({ phase: 'connecting', attempt: 1 }).text).toBe('Connecting');
  expect(linkLabel({ phase: 'connecting', attempt: 2 }).text).toBe('Reconnecting');
  expect(feedLabel('LIVE')).toEqual({ text: 'Live', tone: 'good' });
  expect(feedLabel('IDLE').tone).toBe('off');
  expect(feedLabel('FAILED')).toEqual({ text: 'Failed', tone: 'bad' });
  expect(statusLabel('POST_ONLY')).toEqual(statusLabel('POSTONLY'));
});

it('never takes a word it does not know for a good one', () => {
  expect(feedLabel('OUT_OF_STEP')).toEqual({ text: 'Out of step', tone: 'busy' });
  expect(statusLabel('CLOSING_AUCTION')).toEqual({ text: 'Closing auction', tone: 'busy' });
});

describe('the notice', () => {
  it('is not there while the book is good, or on its way', () => {
    expect(text({ feed: 'LIVE', sequence: 1 })).toBeUndefined();
    expect(text({})).toBeUndefined();
    expect(text({ link: { phase: 'connecting', attempt: 1 } })).toBeUndefined();
  });

  it('says what is wrong, and that the book is old if there is one', () => {
    expect(text({ feed: 'STALE', sequence: 1 })).toBe(
      'The exchange has been silent for a while. The book below is the last one received.',
    );
    expect(text({ feed: 'RESYNCING' })).toBe('The gateway is fetching a new book from the exchange.');
    expect(text({ feed: 'IDLE' })).toBe('The gateway starts to follow this market.');
    expect(text({ feed: 'SUSPECT', sequence: 1 })).toContain('keep proving wrong');
    expect(text({ feed: 'OUT_OF_STEP', sequence: 1 })).toContain('The feed is out of step.');
    expect(text({ link: { phase: 'off' }, sequence: 1 })).toContain('Disconnected.');
    expect(text({ link: { phase: 'waiting', attempt: 1, millis: 500 } })).toBe('The gateway is away: reconnecting.');
    expect(text({ refused: true })).toContain('does not follow XBTZAR');
  });
});
