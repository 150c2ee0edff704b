import { describe, expect, it } from 'vitest';
import { decode } from './decode';

const TRADE = {
  type: 'buy',
  price: '1407042',
  base: '0.000399',
  counter: '561.409758',
  maker_order_id: 'BXCSZDNQKCDCDBN',
  taker_order_id: 'BXD7C9SRW79V6B2',
  order_id: 'BXCSZDNQKCDCDBN',
  sequence: 33279896,
};

const FRAME = {
  bids: [['1407041', '0.5']],
  asks: [['1407042', '0.001000']],
  trades: [TRADE],
  sequence: 4530030191,
  timestamp: 1790127208094,
  status: 'ACTIVE',
  feed: 'LIVE',
};

const read = (frame: unknown, maxLevels = 50): unknown => decode(JSON.stringify(frame), maxLevels);

function reason(frame: unknown): string {
  const decoded = decode(JSON.stringify(frame), 50);
  return decoded.kind === 'bad' ? decoded.reason : `read as ${decoded.kind}`;
}

describe('a frame', () => {
  it('is the book and the trades, numbers as they were written', () => {
    expect(read(FRAME)).toEqual({
      kind: 'book',
      frame: {
        bids: [['1407041', '0.5']],
        asks: [['1407042', '0.001000']],
        trades: [
          {
            type: 'buy',
            price: '1407042',
            base: '0.000399',
            counter: '561.409758',
            makerOrderId: 'BXCSZDNQKCDCDBN',
            takerOrderId: 'BXD7C9SRW79V6B2',
            sequence: 33279896,
          },
        ],
        sequence: 4530030191,
        timestamp: 1790127208094,
        status: 'ACTIVE',
        feed: 'LIVE',
        source: null,
      },
    });
    expect(read({ pair: 'XBTZAR', source: 'simulated', ...FRAME })).toMatchObject({ frame: { source: 'simulated' } });
  });

  it('before the first book has neither sequence nor time nor status', () => {
    const frame = { bids: [], asks: [], trades: [], sequence: null, timestamp: null, status: null, feed: 'RESYNCING' };
    expect(read(frame)).toEqual({ kind: 'book', frame: { ...frame, source: null } });
  });

  it('may have keys, a status and a feed that are not known yet', () => {
    const decoded = decode(JSON.stringify({ ...FRAME, status: 'AUCTION', feed: 'OUT_OF_STEP', more: 1 }), 50);
    expect(decoded).toMatchObject({ kind: 'book', frame: { status: 'AUCTION', feed: 'OUT_OF_STEP' } });
  });

  it('is read only as deep as asked for', () => {
    const bids = [
      ['3', '1'],
      ['2', '1'],
      ['1', 'not looked at'],
    ];
    expect(read({ ...FRAME, bids }, 2)).toMatchObject({ frame: { bids: bids.slice(0, 2) } });
  });

  it('may be a beat, which has no book', () => {
    const beat = { sequence: '4530030191', feed: 'LIVE', time: 1790127208094, source: 'live' };
    expect(read({ beat })).toEqual({ kind: 'beat', beat: { ...beat, sequence: 4530030191 } });
    expect(read({ beat: { ...beat, sequence: null, feed: 'RESYNCING' } })).toMatchObject({
      beat: { sequence: null, feed: 'RESYNCING' },
    });
    expect(reason({ beat: 1 })).toBe('beat: expected an object, got 1');
    expect(reason({ beat: { ...beat, sequence: '1e3' } })).toBe('beat sequence: expected a whole number, got "1e3"');
    expect(reason({ beat: { ...beat, time: '5' } })).toBe('beat time: expected a whole number, got "5"');
    expect(reason({ beat: { ...beat, feed: undefined } })).toBe('beat feed: expected a string, got nothing');
  });

  it('that says the path is unknown is a refusal', () => {
    expect(decode('Invalid path', 50)).toEqual({ kind: 'refused' });
  });

  it('that is no JSON is bad', () => {
    for (const text of ['', '{', 'Invalid', '{"bids":']) {
      expect(decode(text, 50)).toEqual({ kind: 'bad', reason: 'not JSON', text });
    }
  });

  it('that is not as agreed is bad, and says what was expected and what came', () => {
    expect(reason('')).toBe('frame: expected an object, got ""');
    expect(reason([FRAME])).toContain('frame: expected an object, got [{"bids"');
    expect(reason(null)).toBe('frame: expected an object, got null');
    expect(reason({ ...FRAME, bids: undefined })).toBe('bids: expected a list, got nothing');
    expect(reason({ ...FRAME, asks: [['1407042']] })).toBe('asks[0] volume: expected a decimal string, got nothing');
    expect(reason({ ...FRAME, bids: [[1407041, '0.5']] })).toBe(
      'bids[0] price: expected a decimal string, got 1407041',
    );
    expect(reason({ ...FRAME, bids: [['1', '5.0E-7']] })).toBe(
      'bids[0] volume: expected a decimal string, got "5.0E-7"',
    );
    expect(reason({ ...FRAME, sequence: '4530030191' })).toBe('sequence: expected a whole number, got "4530030191"');
    expect(reason({ ...FRAME, timestamp: 1.5 })).toBe('timestamp: expected a whole number, got 1.5');
    expect(reason({ ...FRAME, feed: null })).toBe('feed: expected a string, got null');
    expect(reason({ ...FRAME, trades: [TRADE, { ...TRADE, type: 'swap' }] })).toBe(
      'trades[1] type: expected "buy" or "sell", got "swap"',
    );
    expect(reason({ ...FRAME, trades: [{ ...TRADE, base: 0.5 }] })).toBe(
      'trades[0] base: expected a decimal string, got 0.5',
    );
  });
});
